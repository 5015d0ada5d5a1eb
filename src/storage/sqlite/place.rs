//! Whether the file under the path is the one that is open.
//!
//! A file that was removed or replaced takes on what is written until it is closed, and is gone then.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::StoreError;

/// The files of a database, and which ones they were when it was opened; none where it is in memory.
#[derive(Clone, Debug)]
pub(super) struct Place(Arc<[(PathBuf, Identity)]>);

/// The device and the number on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl Place {
    /// Of a database that was just opened and written to: the file, and its log beside it.
    pub(super) fn of(file: &Path) -> Place {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        let files = [file.to_path_buf(), PathBuf::from(log)];
        Place(files.into_iter().filter_map(|file| identity(&file).map(|is| (file, is))).collect())
    }

    /// Fails where a file is not the one that is open.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.0.iter().all(|(file, was)| identity(file) == Some(*was)) {
            return Ok(());
        }
        Err(StoreError::Unavailable("its file was removed or replaced: the service must be started again".to_owned()))
    }
}

fn identity(file: &Path) -> Option<Identity> {
    let is = fs::metadata(file).ok()?;
    Some(Identity(is.dev(), is.ino()))
}
