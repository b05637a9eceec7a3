//! Bytes to text. People bring whatever their spreadsheet saved: UTF-8 with or without a mark at
//! the front, UTF-16 either way round, or the Windows-1252 of an older machine. What it was read
//! as is always said, because a wrong guess changes people's words.

use std::fmt;

use crate::refusal::Refusal;

/// The most bytes that are taken at once: 20 MiB, about two hundred full-length tellings or tens
/// of thousands of short ones.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// How a file's letters are written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8 without a mark at the front.
    Utf8,
    /// UTF-8 with the byte order mark that spreadsheets put there.
    Utf8Marked,
    /// UTF-16, the lesser byte first.
    Utf16Le,
    /// UTF-16, the greater byte first.
    Utf16Be,
    /// Windows-1252, the western European set of older Windows machines.
    Windows1252,
}

impl Encoding {
    /// The name it is known by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Marked => "UTF-8 with a byte order mark",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A file's text, and what it was read as.
#[derive(Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// What it was read as.
    pub encoding: Encoding,
}

/// Reads bytes as text.
///
/// A byte order mark is believed. Without one, bytes whose every second byte is mostly zero are
/// UTF-16; bytes that are valid UTF-8 are UTF-8; what remains is Windows-1252, unless it uses
/// bytes which that set leaves undefined, or holds more whole UTF-8 letters than broken ones (a
/// damaged UTF-8 file, whose words would turn to gibberish).
///
/// # Errors
/// A file that is too large, empty, a spreadsheet or zip, binary, or damaged.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::TooManyBytes { most: MOST_BYTES, were: bytes.len() });
    }
    if is_spreadsheet(bytes) {
        return Err(Refusal::Spreadsheet);
    }
    let decoded = letters(bytes)?;
    if decoded.text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if is_binary(&decoded.text) {
        return Err(Refusal::NotATable);
    }
    Ok(decoded)
}

/// Whether the file begins as a zip (the newer spreadsheet formats are zips) or as the compound
/// file of older office programs.
fn is_spreadsheet(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] =
        [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];
    STARTS.iter().any(|start| bytes.starts_with(start))
}

fn letters(bytes: &[u8]) -> Result<Decoded, Refusal> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8Marked }),
            Err(_) => Err(Refusal::Damaged { encoding: Encoding::Utf8Marked }),
        };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, Encoding::Utf16Be);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return utf16(bytes, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: Encoding::Utf8 }),
        Err(_) if bytes.contains(&0) => Err(Refusal::NotATable),
        Err(_) => windows_1252(bytes),
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded, Refusal> {
    let from = match encoding {
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        _ => encoding_rs::UTF_16LE,
    };
    let (text, damaged) = from.decode_without_bom_handling(bytes);
    if damaged {
        return Err(Refusal::Damaged { encoding });
    }
    Ok(Decoded { text: text.into_owned(), encoding })
}

/// UTF-16 without its mark: in the first 4 KiB, more than half of the bytes on one side are zero
/// and almost none on the other. Holds for tables in Latin letters; others need the mark.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let (pairs, _) = bytes.get(..bytes.len().min(4_096))?.as_chunks::<2>();
    let first = pairs.iter().filter(|pair| pair[0] == 0).count();
    let second = pairs.iter().filter(|pair| pair[1] == 0).count();
    let (most, few) = (pairs.len() / 2, pairs.len() / 50);
    if second > most && first <= few {
        Some(Encoding::Utf16Le)
    } else if first > most && second <= few {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn windows_1252(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let encoding = Encoding::Windows1252;
    let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if whole > broken {
        return Err(Refusal::Damaged { encoding: Encoding::Utf8 });
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    if is_binary(&text) {
        return Err(Refusal::NotATable);
    }
    if bytes.iter().any(undefined) {
        return Err(Refusal::Damaged { encoding });
    }
    Ok(Decoded { text: text.into_owned(), encoding })
}

/// Text has no NUL, and control characters are at most one in a hundred.
fn is_binary(text: &str) -> bool {
    let mut controls = 0_usize;
    let mut all = 0_usize;
    for letter in text.chars() {
        if letter == '\0' {
            return true;
        }
        all += 1;
        let plain = matches!(letter, '\t' | '\n' | '\r' | '\u{C}');
        controls += usize::from(letter.is_ascii_control() && !plain);
    }
    controls * 100 > all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(bytes: &[u8]) -> (String, Encoding) {
        let decoded = decode(bytes).expect("text");
        (decoded.text, decoded.encoding)
    }

    fn refused(bytes: &[u8]) -> &'static str {
        decode(bytes).err().expect("a refusal").code()
    }

    fn wide(text: &str, little: bool) -> Vec<u8> {
        let turn = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(turn).collect()
    }

    #[test]
    fn every_usual_encoding_reads_as_the_same_words() {
        let text = "Story;When\nZoë’s café;May 2024\n";
        let older = b"Story;When\nZo\xEB\x92s caf\xE9;May 2024\n";
        let marked = ["\u{FEFF}", text].concat();
        assert_eq!(read(text.as_bytes()), (text.to_owned(), Encoding::Utf8));
        assert_eq!(read(marked.as_bytes()), (text.to_owned(), Encoding::Utf8Marked));
        assert_eq!(read(&wide(&marked, true)), (text.to_owned(), Encoding::Utf16Le));
        assert_eq!(read(&wide(&marked, false)), (text.to_owned(), Encoding::Utf16Be));
        assert_eq!(read(&wide(text, true)), (text.to_owned(), Encoding::Utf16Le));
        assert_eq!(read(&wide(text, false)), (text.to_owned(), Encoding::Utf16Be));
        assert_eq!(read(older), (text.to_owned(), Encoding::Windows1252));
    }

    #[test]
    fn what_is_no_text_is_refused_by_what_it_is() {
        assert_eq!(refused(b""), "empty");
        assert_eq!(refused(b" \r\n\t"), "empty");
        assert_eq!(refused(b"PK\x03\x04\x14\0\x06\0xl/workbook.xml"), "spreadsheet");
        assert_eq!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), "spreadsheet");
        assert_eq!(refused(b"Story,When\nfine\0,May\n"), "not-a-table");
        assert_eq!(refused(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\xFF"), "not-a-table");
        assert_eq!(refused(&vec![b'a'; MOST_BYTES + 1]), "too-many-bytes");
    }

    #[test]
    fn damaged_letters_are_said_and_not_guessed() {
        // One letter of a UTF-8 file was cut through the middle.
        let mut cut = "Zoë,Siân,Tomás,caf".as_bytes().to_vec();
        cut.push(0xC3);
        assert_eq!(refused(&cut), "damaged");
        assert_eq!(refused(b"\xEF\xBB\xBFStory,When\n\xEB,May"), "damaged");
        assert_eq!(refused(b"\xFF\xFES\0t\0o"), "damaged");
        assert_eq!(refused(b"Story,When\nall \x81 good here,May"), "damaged");
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_a_refusal(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(decoded) = decode(&bytes) {
                prop_assert!(!decoded.text.contains('\0'));
            }
        }
    }
}
