//! Sources on disk, in the blueprint's folder.

use super::{Package, SourceError, Sources};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Files and folders that editors, operating systems and interpreters leave
/// behind. Packing them would make the archive differ between machines.
const IGNORED: [&str; 4] = [".DS_Store", ".git", "Thumbs.db", "__pycache__"];

/// Maximum size of one source, in bytes: Lambda unpacks at most 250 MB, including
/// all layers. See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const MAX_BYTES: u64 = 250 * 1024 * 1024;

/// The folder of a blueprint.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// The real path of `root`.
    real: Result<PathBuf, SourceError>,
    /// The real path of the output folder.
    output: Option<PathBuf>,
}

impl Disk {
    /// Sources below `root`. A source that contains `output` is rejected, since
    /// the output would then contain itself.
    pub fn new(root: impl Into<PathBuf>, output: &Path) -> Disk {
        let root = root.into();
        Disk {
            real: fs::canonicalize(&root).map_err(error),
            output: real_path(output),
            root,
        }
    }
}

impl Sources for Disk {
    fn read(&self, source: &str) -> Result<Package, SourceError> {
        if leaves(Path::new(source)) {
            return Err(SourceError::Outside(source.to_owned()));
        }
        let mut reader = Reader {
            source,
            root: self.real.as_ref().map_err(Clone::clone)?,
            output: self.output.as_deref(),
            open: Vec::new(),
            files: BTreeMap::new(),
            bytes: 0,
        };
        let path = reader.inside(&self.root.join(source), "")?;
        if fs::metadata(&path).map_err(error)?.is_dir() {
            reader.folder(&path, "")?;
            return match reader.files.is_empty() {
                true => Err(SourceError::Empty),
                false => Ok(Package::folder(reader.files)),
            };
        }
        let name = file_name(Path::new(source))?;
        reader.file(&path, name.clone())?;
        let contents = reader.files.remove(&name).unwrap_or_default();
        Ok(Package::file(name, contents))
    }
}

struct Reader<'a> {
    source: &'a str,
    root: &'a Path,
    output: Option<&'a Path>,
    /// Real paths of the folders being read, to detect cycles of links.
    open: Vec<PathBuf>,
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Reader<'_> {
    /// The real path, if it is inside the blueprint's folder. `name` is its path
    /// within the source.
    fn inside(&self, path: &Path, name: &str) -> Result<PathBuf, SourceError> {
        let real = fs::canonicalize(path).map_err(error)?;
        match real.starts_with(self.root) {
            true => Ok(real),
            false => Err(SourceError::Outside(match name {
                "" => self.source.to_owned(),
                name => format!("{}/{name}", self.source.trim_end_matches('/')),
            })),
        }
    }

    fn folder(&mut self, path: &Path, prefix: &str) -> Result<(), SourceError> {
        // This includes an output folder that does not exist yet, since the next
        // run would find it.
        if let Some(output) = self.output
            && (output.starts_with(path)
                || path.starts_with(output) && !self.root.starts_with(output))
        {
            return Err(SourceError::Unreadable(
                "it contains the output folder or is inside it".into(),
            ));
        }
        if self.open.iter().any(|open| open == path) {
            return Err(SourceError::Unreadable("its links form a cycle".into()));
        }
        self.open.push(path.to_owned());
        for entry in fs::read_dir(path).map_err(error)? {
            let entry = entry.map_err(error)?.path();
            let name = file_name(&entry)?;
            if IGNORED.contains(&name.as_str()) {
                continue;
            }
            let name = format!("{prefix}{name}");
            let real = self.inside(&entry, &name)?;
            match fs::metadata(&real).map_err(error)?.is_dir() {
                true => self.folder(&real, &format!("{name}/"))?,
                false => self.file(&real, name)?,
            }
        }
        self.open.pop();
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String) -> Result<(), SourceError> {
        let metadata = fs::metadata(path).map_err(error)?;
        if !metadata.is_file() {
            return Err(SourceError::Unreadable(format!(
                "`{name}` is not a regular file"
            )));
        }
        self.bytes += metadata.len();
        if self.bytes > MAX_BYTES {
            return Err(SourceError::Unreadable(
                "it is larger than the 250 MB that Lambda allows".into(),
            ));
        }
        self.files.insert(name, fs::read(path).map_err(error)?);
        Ok(())
    }
}

/// The real path of something that may not exist: the real path of its nearest
/// existing folder, and the rest as written.
fn real_path(path: &Path) -> Option<PathBuf> {
    path.ancestors().find_map(|ancestor| {
        let here = match ancestor.as_os_str().is_empty() {
            true => Path::new("."),
            false => ancestor,
        };
        let rest = path.strip_prefix(ancestor).ok()?;
        Some(fs::canonicalize(here).ok()?.join(rest))
    })
}

/// Whether a path, without following links, is absolute or leads above its start.
fn leaves(path: &Path) -> bool {
    let mut depth = 0i32;
    for component in path.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth -= 1,
            Component::RootDir | Component::Prefix(_) => return true,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

fn file_name(path: &Path) -> Result<String, SourceError> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(str::to_owned)
        .ok_or_else(|| SourceError::Unreadable("a file name is not UTF-8".into()))
}

fn error(error: io::Error) -> SourceError {
    match error.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound,
        _ => SourceError::Unreadable(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(package: &Package) -> Vec<&str> {
        package.files().map(|(name, _)| name).collect()
    }

    #[test]
    fn reads_folders_and_files_and_refuses_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        let write = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        write("project/fn/index.js");
        write("project/fn/lib/b.js");
        write("project/fn/.DS_Store");
        write("project/out/api.tf");
        write("elsewhere/secret");
        fs::create_dir(root.join("empty")).unwrap();
        let disk = Disk::new(&root, &root.join("out"));
        let package = disk.read("fn").unwrap();
        assert_eq!(names(&package), ["index.js", "lib/b.js"]);
        assert_eq!(names(&disk.read("fn/lib/b.js").unwrap()), ["b.js"]);
        assert_eq!(disk.read("./fn/../fn"), Ok(package));
        assert_eq!(disk.read("nothing"), Err(SourceError::NotFound));
        assert_eq!(disk.read("empty"), Err(SourceError::Empty));
        for path in ["../elsewhere", "../nothing", "/etc/passwd"] {
            assert_eq!(disk.read(path), Err(SourceError::Outside(path.into())));
        }
        assert!(matches!(disk.read("."), Err(SourceError::Unreadable(_))));
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside_and_do_not_circle() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("fn")).unwrap();
        fs::write(root.join("shared.js"), "1").unwrap();
        symlink(root.join("shared.js"), root.join("fn/shared.js")).unwrap();
        let disk = Disk::new(&root, &root.join("out"));
        assert_eq!(names(&disk.read("fn").unwrap()), ["shared.js"]);
        symlink(root.join("fn"), root.join("fn/again")).unwrap();
        assert!(matches!(disk.read("fn"), Err(SourceError::Unreadable(_))));
        fs::remove_file(root.join("fn/again")).unwrap();
        symlink(folder.path(), root.join("fn/up")).unwrap();
        assert_eq!(disk.read("fn"), Err(SourceError::Outside("fn/up".into())));
    }
}
