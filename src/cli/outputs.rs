//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// A file that is written beside its place and moved there when it is complete. A device or a pipe is written into.
pub(super) struct Output {
    path: PathBuf,
    target: Target,
}

enum Target {
    Whole(BufWriter<NamedTempFile>),
    Stream(BufWriter<File>),
}

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

impl Output {
    pub(super) fn create(path: &Path) -> anyhow::Result<Output> {
        let cannot = || format!("cannot write {}", path.display());
        if is_stream(path) {
            let file = fs::OpenOptions::new().write(true).open(path).with_context(cannot)?;
            return Ok(Output {
                path: path.to_owned(),
                target: Target::Stream(BufWriter::with_capacity(BUFFER, file)),
            });
        }
        // a link stays one: what it leads to is replaced
        let path = place(path);
        let existing = fs::metadata(&path).ok();
        anyhow::ensure!(!existing.as_ref().is_some_and(fs::Metadata::is_dir), "{} is a directory", path.display());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".offramp-");
        // a new file is one like any other, not one of this user alone
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder).with_context(|| format!("cannot write to {}", folder.display()))?;
        if let Some(existing) = existing {
            file.as_file().set_permissions(existing.permissions()).with_context(cannot)?;
        }
        Ok(Output { path, target: Target::Whole(BufWriter::with_capacity(BUFFER, file)) })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match &mut self.target {
            Target::Whole(file) => file.write_all(bytes),
            Target::Stream(file) => file.write_all(bytes),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file to its place.
    pub(super) fn keep(self) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {}", self.path.display());
        match self.target {
            Target::Stream(mut file) => file.flush().with_context(cannot),
            Target::Whole(file) => {
                let file = file.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(cannot)?;
                file.as_file().sync_all().with_context(cannot)?;
                file.persist(&self.path).map_err(|error| error.error).with_context(cannot)?;
                Ok(())
            }
        }
    }
}

/// Whether the place is one that bytes flow into: a device, a pipe, or an open file by its number.
fn is_stream(path: &Path) -> bool {
    path.starts_with("/dev")
        || path.starts_with("/proc")
        || fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

/// Refuses files of which one would take the place of another: two outputs, or an output and an input, however they
/// are written. Streams take no place.
pub(super) fn all_differ(inputs: &[PathBuf], outputs: &[Option<&Path>]) -> anyhow::Result<()> {
    let mut places: Vec<_> = inputs.iter().map(|input| (place(input), identity(input))).collect();
    for path in outputs.iter().flatten() {
        if is_stream(path) {
            continue;
        }
        let (place, identity) = (place(path), identity(path));
        let is_known = places.iter().any(|(other, own)| *other == place || own.is_some() && *own == identity);
        anyhow::ensure!(!is_known, "{} is named twice; each file needs a name of its own", path.display());
        places.push((place, identity));
    }
    Ok(())
}

/// Where a file is or will be: links and detours are followed as far as there is something.
fn place(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // a link that leads to no file yet is followed by hand; in a circle only so far
    for _ in 0..16 {
        if let Ok(place) = path.canonicalize() {
            return place;
        }
        let Ok(next) = fs::read_link(&path) else {
            break;
        };
        path = match path.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).join(name)
        }
        _ => path,
    }
}

/// What makes a file one, whatever its names.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}
