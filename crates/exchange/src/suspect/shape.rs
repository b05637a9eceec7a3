//! What the cells of a column look like. A shape counts when more than half of the filled cells
//! have it; the cells given here are trimmed and not empty.

use std::{collections::HashSet, net::IpAddr, ops::RangeInclusive};

use super::Looks;
use crate::told::Told;

/// The most characters that a code or an address has.
const MOST_CODE: usize = 80;
/// How many characters a code has: "NE8" and "Q4" say where and when, not who.
const CODE: RangeInclusive<usize> = 4..=MOST_CODE;
/// How many different small numbers may be marks: from nought to ten.
const MOST_MARKS: usize = 11;
/// How many filled cells it takes before "all different" says anything.
const FEWEST_CODES: usize = 3;

/// Whether one cell has a shape.
type IsSo = fn(&str) -> bool;

/// Whether more than half of the cells are so. No cells are nothing.
fn mostly<'a>(cells: impl Iterator<Item = &'a str>, is_so: impl Fn(&str) -> bool) -> bool {
    let (mut so, mut all) = (0_usize, 0_usize);
    for cell in cells {
        all += 1;
        so += usize::from(is_so(cell));
    }
    so * 2 > all
}

/// Mostly sentences: six words or more, or forty characters in scripts that set no spaces.
pub(super) fn is_running_text<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    mostly(cells, |cell| {
        let unspaced = !cell.is_ascii() && cell.chars().nth(39).is_some();
        cell.split_whitespace().nth(5).is_some() || unspaced
    })
}

/// Mostly one kind of identifier that shows by itself.
pub(super) fn identifies<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Looks> {
    let shapes: [(IsSo, Looks); 7] = [
        (is_email, Looks::Emails),
        (is_uuid, Looks::Uuids),
        (is_nhs_number, Looks::NhsNumbers),
        (is_national_insurance_number, Looks::NationalInsuranceNumbers),
        (is_network_address, Looks::NetworkAddresses),
        (is_telephone, Looks::Telephones),
        (is_postcode, Looks::Postcodes),
    ];
    let fits = |is_so: IsSo| mostly(cells.clone(), |cell| cell.len() <= MOST_CODE && is_so(cell));
    shapes.into_iter().find(|(is_so, _)| fits(*is_so)).map(|(_, looks)| looks)
}

/// Mostly marks: whole numbers between -10 and 10 with at most eleven different ones, marks out of
/// something, or grades.
pub(super) fn small_numbers<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Looks> {
    let numbers: HashSet<i8> = cells.clone().filter_map(small_number).collect();
    if numbers.len() <= MOST_MARKS && mostly(cells.clone(), |cell| small_number(cell).is_some()) {
        return Some(Looks::SmallNumbers);
    }
    mostly(cells, is_grade).then_some(Looks::Grades)
}

/// Codes: one word with a digit in it, no date and no amount. At least eight in ten filled cells
/// are codes and, among them, at least eight in ten differ.
pub(super) fn unique_codes<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Looks> {
    let (mut codes, mut all) = (0_usize, 0_usize);
    let mut different = HashSet::new();
    for cell in cells {
        all += 1;
        if is_code(cell) {
            codes += 1;
            different.insert(cell);
        }
    }
    let unique =
        codes >= FEWEST_CODES && codes * 10 >= all * 8 && different.len() * 10 >= codes * 8;
    unique.then_some(Looks::UniqueCodes)
}

fn is_code(cell: &str) -> bool {
    let signs =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#' | ':');
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    if !CODE.contains(&cell.len()) || !has_digit || !cell.chars().all(signs) {
        return false;
    }
    // Ages, years and amounts are no codes; neither is what may be a date or a time.
    let is_number = cell.bytes().all(|byte| byte.is_ascii_digit());
    let is_amount = cell.parse::<f64>().is_ok() && (!is_number || cell.len() <= 3);
    let is_numbered_date = cell.chars().all(|c| c.is_ascii_digit() || "-/.:T Z".contains(c))
        && cell.contains(['/', '-', ':', '.']);
    let reads = matches!(Told::read(cell, None), Ok(Some(told)) if !matches!(told, Told::Words(_)));
    !(is_amount || is_numbered_date || reads)
}

fn small_number(cell: &str) -> Option<i8> {
    let first = cell.split_once('/').map_or(cell, |(mark, of)| {
        if of.trim().parse::<u8>().is_ok_and(|of| matches!(of, 4 | 5 | 7 | 10)) {
            mark
        } else {
            cell
        }
    });
    let whole = first.trim().strip_suffix(".0").unwrap_or(first.trim());
    whole.parse().ok().filter(|number| (-10..=10).contains(number))
}

fn is_grade(cell: &str) -> bool {
    const GRADES: [&str; 20] = [
        "red",
        "amber",
        "yellow",
        "green",
        "high",
        "medium",
        "moderate",
        "low",
        "very high",
        "very low",
        "critical",
        "severe",
        "mild",
        "h",
        "m",
        "l",
        "r",
        "a",
        "g",
        "none",
    ];
    if GRADES.iter().any(|grade| cell.eq_ignore_ascii_case(grade)) {
        return true;
    }
    let stars = cell.chars().all(|c| matches!(c, '★' | '☆' | '*' | '⭐'));
    // "4 - fairly satisfied", as surveys write their answers.
    let digits = cell.len() - cell.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = cell.get(digits..).unwrap_or("").trim_start();
    let numbered = (1..=2).contains(&digits)
        && rest.starts_with(['-', '–', '=', ':', ')'])
        && rest.chars().any(char::is_alphabetic)
        && cell.split_whitespace().count() <= 6;
    stars || numbered
}

fn is_email(cell: &str) -> bool {
    let bare = cell.strip_prefix("mailto:").unwrap_or(cell);
    let Some((name, host)) = bare.split_once('@') else { return false };
    let plain = |text: &str| !text.contains(|c: char| c.is_whitespace() || c == '@');
    !name.is_empty() && plain(name) && plain(host) && host.trim_matches('.').contains('.')
}

fn is_uuid(cell: &str) -> bool {
    let bare = cell.trim_matches(['{', '}']);
    let parts: Vec<usize> = bare.split('-').map(str::len).collect();
    let hex = bare.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    hex && (parts == [8, 4, 4, 4, 12] || parts == [32])
}

/// Ten digits of which the last checks the others modulo 11 (NHS Data Dictionary, NHS NUMBER).
fn is_nhs_number(cell: &str) -> bool {
    let Some(digits) = digits(cell, " -").filter(|digits| digits.len() == 10) else { return false };
    let weighed: u32 = (2..=10).rev().zip(&digits).map(|(weight, digit)| weight * digit).sum();
    let check = (11 - weighed % 11) % 11;
    check != 10 && digits.last() == Some(&check) && digits.iter().any(|&digit| digit != 0)
}

/// Two letters, six digits, a letter from A to D or none.
fn is_national_insurance_number(cell: &str) -> bool {
    let bare: Vec<u8> = cell.bytes().filter(|byte| *byte != b' ').collect();
    let (Some(start), Some(middle), Some(end)) = (bare.get(..2), bare.get(2..8), bare.get(8..))
    else {
        return false;
    };
    start.iter().all(u8::is_ascii_alphabetic)
        && middle.iter().all(u8::is_ascii_digit)
        && matches!(end, [] | [b'A'..=b'D' | b'a'..=b'd'])
}

fn is_network_address(cell: &str) -> bool {
    cell.parse::<IpAddr>().is_ok()
}

/// Nine to fifteen digits (E.164) that begin with 0 or +.
fn is_telephone(cell: &str) -> bool {
    let begins = cell.trim_start_matches('(').starts_with(['0', '+']);
    let length = digits(cell, " -().+").map_or(0, |digits| digits.len());
    // A date such as 03-04-2024 has eight digits and falls short.
    begins && (9..=15).contains(&length)
}

/// A whole British postcode, such as `NE8 1AA`.
fn is_postcode(cell: &str) -> bool {
    let bare: Vec<u8> = cell.bytes().filter(|byte| *byte != b' ').collect();
    if !(5..=7).contains(&bare.len()) {
        return false;
    }
    let (out, inward) = bare.split_at(bare.len() - 3);
    let letters = out.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let rest = out.get(letters..).unwrap_or_default();
    (1..=2).contains(&letters)
        && matches!(rest, [b'0'..=b'9'] | [b'0'..=b'9', _])
        && rest.iter().all(u8::is_ascii_alphanumeric)
        && matches!(inward, [b'0'..=b'9', b'A'..=b'Z' | b'a'..=b'z', b'A'..=b'Z' | b'a'..=b'z'])
}

/// The digits of a cell that holds nothing else but these signs.
fn digits(cell: &str, signs: &str) -> Option<Vec<u32>> {
    cell.chars().filter(|sign| !signs.contains(*sign)).map(|digit| digit.to_digit(10)).collect()
}
