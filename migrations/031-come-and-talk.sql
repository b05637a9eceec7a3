-- What somebody answered who was asked to come and talk is one word, and nothing where they have not
-- answered; a yes or no beside it meant something only where another column was set.
ALTER TABLE convened ADD COLUMN answer TEXT;
UPDATE convened SET answer = CASE WHEN comes THEN 'comes' ELSE 'not-now' END
    WHERE answered IS NOT NULL;
ALTER TABLE convened DROP COLUMN comes;
-- What was said in the talk with the asking. Until now it was found by the moment they share.
ALTER TABLE convened ADD COLUMN talk_id UUID;
UPDATE convened SET talk_id = (
    SELECT t.id FROM talk t WHERE t.inquiry_id = convened.inquiry_id
    AND t.said_by = convened.asked_by AND t.at = convened.at AND t.stage IS NULL
    ORDER BY t.id LIMIT 1
);
