-- Whatever somebody wrote is found by who wrote it, when they take away all that is theirs.
CREATE INDEX purposes_said_by ON purposes (said_by);
CREATE INDEX recalls_said_by ON recalls (said_by);
CREATE INDEX recalls_answered_by ON recalls (answered_by);
CREATE INDEX patterns_said_by ON patterns (said_by);
CREATE INDEX worries_said_by ON worries (said_by);
CREATE INDEX quotations_said_by ON quotations (said_by);
CREATE INDEX second_readings_answered_by ON second_readings (answered_by);
CREATE INDEX ringing_answers_said_by ON ringing_answers (said_by);
CREATE INDEX answers_to_tellers_said_by ON answers_to_tellers (said_by);
