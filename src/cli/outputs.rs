//! Files that appear whole or not at all.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// A file that is written beside its place and moved there when it is complete.
pub(super) struct Output {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Output {
    pub(super) fn create(path: &Path) -> anyhow::Result<Output> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .prefix(".offramp-")
            .tempfile_in(folder)
            .with_context(|| format!("cannot write to {}", folder.display()))?;
        Ok(Output { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, file) })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)
    }

    /// Moves the file to its place.
    pub(super) fn keep(self) -> anyhow::Result<()> {
        let cannot = || format!("cannot write {}", self.path.display());
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(cannot)?;
        file.as_file().sync_all().with_context(cannot)?;
        file.persist(&self.path).map_err(|error| error.error).with_context(cannot)?;
        Ok(())
    }
}

/// Refuses files of which one would take the place of another: two outputs, or an output and the input, however they
/// are written.
pub(super) fn all_differ(input: &Path, outputs: &[Option<&Path>]) -> anyhow::Result<()> {
    let mut places = vec![place(input)];
    for path in outputs.iter().flatten() {
        let place = place(path);
        anyhow::ensure!(
            !places.contains(&place),
            "{} is named twice; each file needs a name of its own",
            path.display()
        );
        places.push(place);
    }
    Ok(())
}

/// Where a file is or will be: links and detours are followed as far as there is something.
fn place(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).join(name)
        }
        _ => path.to_owned(),
    })
}
