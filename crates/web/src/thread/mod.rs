//! A thread as a picture: from a voice to a change, oldest at the top, with its forks and joins as
//! they really are. Where everything stands is worked out in `lay_out`, which knows no words; how
//! it is written down, in `picture`. Neither asks anybody anything: the same thread is the same
//! picture.

mod lay_out;
mod letters;
mod picture;

pub use lay_out::{Bend, Laid, Link, lay_out};
pub use letters::lines as broken;
pub use picture::{Drawn, Knot, Lettered, Line, Picture, Shape, draw};
