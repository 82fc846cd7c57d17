//! What `terraform init` left in a folder: which modules Terraform takes from
//! where, and providers.

use super::hcl::normal;
use super::module::Module;
use super::{Evidence, Folder};
use serde::Deserialize;
use std::io;
use std::path::{Component, Path};

/// Where Terraform remembers the modules that it installed. It goes on using what
/// is there as long as the `source` of a call stays the same.
const MANIFEST: &str = ".terraform/modules/modules.json";

/// A folder of providers that Terraform prefers to the published ones, if it runs
/// beside it:
/// <https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories>.
const MIRROR: &str = "terraform.d";

/// Where Terraform keeps what it installed, and the state of a local backend.
const LEFT: [&str; 2] = [".terraform", "terraform.tfstate"];

/// The modules that Terraform installed. Terraform ignores the case of names here,
/// so that any other name could be one of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Installed {
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Entry {
    key: String,
    #[serde(default, rename = "Source")]
    _source: String,
    #[serde(default, rename = "Version")]
    _version: String,
    dir: String,
}

/// Why Terraform may run other modules or providers than the files of a folder
/// name.
pub(super) fn doubts(folder: &dyn Folder, root: &Module) -> Vec<String> {
    let mut doubts = Vec::new();
    let names = folder.names(Path::new("")).unwrap_or_default();
    if names.iter().any(|name| name == MIRROR) {
        doubts.push(format!(
            "`{MIRROR}` may hold providers that Terraform runs instead of the published ones"
        ));
    }
    match folder.read(Path::new(MANIFEST)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => doubts.push(format!("cannot read `{MANIFEST}`: {error}")),
        Ok(bytes) => match serde_json::from_slice::<Installed>(&bytes) {
            Err(error) => doubts.push(format!("`{MANIFEST}` could not be read: {error}")),
            Ok(installed) => {
                doubts.extend(installed.modules.iter().filter_map(|entry| {
                    // One that is not called is not used.
                    let path = path(root, &entry.key)?;
                    let dir = normal(Path::new(&entry.dir));
                    // A link may lie before `..`.
                    let mut steps = Path::new(&entry.dir).components();
                    let climbs = steps.any(|step| step == Component::ParentDir);
                    let same = dir == normal(Path::new(path)) && (!climbs || entry.dir == path);
                    (!same).then(|| {
                        format!(
                            "`{MANIFEST}` loads `module.{}` from `{}`, not from `{path}`",
                            entry.key.replace('.', ".module."),
                            entry.dir
                        )
                    })
                }));
            }
        },
    }
    doubts
}

/// The path of the module that was read for a key such as `a.b`, if it is called.
fn path<'m>(root: &'m Module, key: &str) -> Option<&'m str> {
    let mut module = root;
    for name in key.split('.').filter(|name| !name.is_empty()) {
        module = module.calls.get(name)?.module.as_deref()?;
    }
    module.path.as_deref()
}

impl Evidence<'_> {
    /// What is assumed about what is installed in the folder.
    pub fn assumed(&self) -> Option<&'static str> {
        let names = self.folder?.names(Path::new("")).ok()?;
        let left = names.iter().any(|name| LEFT.contains(&name.as_str()));
        left.then_some("Terraform itself wrote what is in `.terraform` and `terraform.tfstate`")
    }
}
