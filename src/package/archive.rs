//! Archives whose bytes depend only on names and contents.

use super::Package;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Packs a function's files.
///
/// Entries are sorted, stored without compression, dated 1980-01-01 and
/// executable, which custom runtimes need. No change of compressor can therefore
/// redeploy a function; the test below pins the bytes.
pub fn archive(package: &Package) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o755)
        .system(System::Unix);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in package.files() {
        // INVARIANT: writing to memory fails only for archives over 4 GiB,
        // which `Disk` rejects.
        writer
            .start_file(name, options)
            .and_then(|()| Ok(writer.write_all(contents)?))
            .expect("an archive in memory accepts every entry");
    }
    // INVARIANT: as above; the end of an archive is written to memory as well.
    let cursor = writer
        .finish()
        .expect("an archive in memory can be finished");
    cursor.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};
    use std::collections::BTreeMap;

    #[test]
    fn bytes_are_pinned() {
        let files = BTreeMap::from([
            ("lib/a.js".to_owned(), b"exports.a = 1;\n".to_vec()),
            ("index.js".to_owned(), b"exports.handler = 1;\n".to_vec()),
        ]);
        let bytes = archive(&Package::folder(files));
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        // A new hash here means that the next apply redeploys the functions of
        // every user.
        assert_eq!(
            hash,
            "657b4188699329df95f2c224e71f620dc3ed58b7e533ae65386ccce54acb365e"
        );
    }
}
