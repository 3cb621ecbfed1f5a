//! Setting EMIS dates up, for those who run the programme.

mod affected;
pub mod cancel;
mod change;
pub mod hold;
pub mod import;
pub mod list;
pub mod move_date;
pub mod places;
mod places_field;
mod practice_lists;
pub mod slot;
mod view;
