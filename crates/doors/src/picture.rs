//! A link as a picture that a phone can read: a QR code (ISO/IEC 18004) as one SVG path.

use ground::{Fault, Outcome};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around a code, as the standard asks (section 9.1 of ISO/IEC 18004:2024).
const QUIET: usize = 4;

/// A QR code, drawn by the template `qr.html` of every room.
#[derive(Clone, Debug)]
pub struct Qr {
    /// How many modules a side has, white rim included.
    pub side: usize,
    /// The dark modules as path data.
    pub path: String,
}

impl Qr {
    /// Draws an address. Level M still reads when about 15 % of the paper is worn.
    pub fn of(url: &str) -> Outcome<Self> {
        let code = QrCode::with_error_correction_level(url, EcLevel::M).map_err(Fault::inside)?;
        let width = code.width();
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % width + QUIET, at / width + QUIET);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Ok(Self { side: width + 2 * QUIET, path })
    }
}
