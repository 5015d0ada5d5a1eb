//! How databases are written to, whatever is kept in them: the commands of many callers in one statement, over a
//! connection that one worker keeps.

mod batch;
#[cfg(feature = "postgres")]
mod writer;

pub(crate) use batch::Queue;
#[cfg(feature = "postgres")]
pub(crate) use batch::Worker;
#[cfg(feature = "postgres")]
pub(crate) use writer::{Writer, connect_options, timed};
