//! Orders: one vocabulary for their statuses, and which status may follow which.

mod machine;
mod status;

pub(crate) use machine::next;
pub use machine::{Next, Step};
pub(crate) use machine::{State, status_of};
pub use status::Status;
