//! A disk that is really full: a file system of its own with a few pages left, where one may mount it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::deeds::{DEEDS, base};
use crate::figures::{Figures, is_long, nothing_of, steps};
use crate::look::Expected;

/// The deeds that are tried; the first writes little, the last much.
const TRIED: [&str; 6] =
    ["note", "done --evidence", "add", "import 20", "sync, diverged", "done --evidence, no history"];

/// A small file system in memory, gone with this.
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
        let _ = fs::remove_dir(&self.folder);
    }
}

impl Disk {
    /// A fresh one, where one may be mounted.
    pub(crate) fn mounted() -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("taizhang-disk-").tempdir().unwrap().keep();
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(&folder).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Ok(Self { folder });
        }
        let _ = fs::remove_dir(&folder);
        Err("no file system may be mounted here".to_owned())
    }

    /// Fills it to the last few pages; the file that does so.
    fn filled_but(&self, pages: u64) -> PathBuf {
        let path = self.folder.join("满");
        let mut file = File::create(&path).unwrap();
        let page = [b'x'; 4096];
        let mut written = 0;
        while file.write_all(&page).is_ok() {
            written += 1;
        }
        file.set_len(4096_u64 * u64::saturating_sub(written, pages)).unwrap();
        path
    }
}

pub(crate) fn what_is_said_on_a_full_disk_is_true(disk: &Disk) {
    let base = base();
    let mut failures = Vec::new();
    for deed in DEEDS.iter().filter(|deed| TRIED.contains(&deed.name)) {
        let expected = match Expected::of(deed, &base) {
            Ok(expected) => expected,
            Err(failure) => {
                failures.push(failure);
                continue;
            }
        };
        // Temporary files have their place on the full disk, or on another.
        let elsewhere = expected.before.path("../临时");
        for (where_else, temporary) in
            [("temporary files there", None), ("temporary files elsewhere", Some(elsewhere.as_path()))]
        {
            failures.extend(full(disk, &expected, where_else, temporary));
        }
    }
    nothing_of(&failures);
}

fn full(place: &Disk, expected: &Expected, where_else: &str, temporary: Option<&Path>) -> Vec<String> {
    let row = format!("full disk, {where_else} | {}", expected.deed.name);
    let mut figures = Figures::default();
    let pages = steps(if is_long() { 48 } else { 12 }, &row, 1, 48)
        .into_iter()
        .map(|step| u64::try_from(step - 1).unwrap());
    for pages in pages.chain(is_long().then_some(64)) {
        let desk = expected.fresh_in(&place.folder);
        let filling = place.filled_but(pages);
        let said = match temporary {
            Some(folder) => desk.run_with("TMPDIR", folder, expected.deed.words),
            None => desk.run(expected.deed.words),
        };
        fs::remove_file(filling).unwrap();
        let (told, wrong) = expected.told(&desk, said.code, &said.stderr);
        figures.count(told, &format!("{pages} pages left"), &wrong);
        drop(desk);
    }
    figures.written_down(&row)
}
