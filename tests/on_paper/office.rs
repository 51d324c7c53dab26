//! The office's own programs, run without a screen.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What came out of a printer.
pub(crate) struct Pdf {
    /// Width and height of each sheet in millimetres.
    pub(crate) sheets: Vec<(f64, f64)>,
    /// All its text, without spaces and line breaks.
    pub(crate) text: String,
    /// Fonts that are not in the file, and look different on every machine.
    pub(crate) strange_fonts: Vec<String>,
}

/// What a browser made of a page.
pub(crate) struct Seen {
    /// Errors and warnings in its console.
    pub(crate) complaints: Vec<String>,
    /// The page as it prints it.
    pub(crate) printed: Pdf,
}

/// Draws a report of the sample ledger into `file`.
pub(crate) fn draw(words: &[&str], file: &Path) {
    let said = ledger().args(words).arg("-o").arg(file).output().unwrap();
    assert!(said.status.success(), "{words:?}: {}", String::from_utf8_lossy(&said.stderr));
}

/// The titles of the sample's tasks, without spaces.
pub(crate) fn titles() -> Vec<String> {
    let said = ledger().args(["list", "--all", "--format", "json"]).output().unwrap();
    let tasks: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    let titles = tasks.as_array().unwrap().iter().map(|task| task["title"].as_str().unwrap());
    titles.map(without_spaces).collect()
}

fn ledger() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ledger"));
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger");
    command.arg("--ledger").arg(sample).args(["--today", "2026-06-30"]).stdin(Stdio::null());
    command
}

/// What a plan asks for, as other programs are told.
pub(crate) fn drafted(plan: &Path) -> serde_json::Value {
    let said = ledger().arg("draft").arg(plan).args(["--format", "json"]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// LibreOffice, without its windows.
pub(crate) struct LibreOffice(PathBuf);

impl LibreOffice {
    pub(crate) fn installed() -> Result<Self, String> {
        installed("soffice").map(Self)
    }

    /// Prints files of `folder`.
    pub(crate) fn printed(&self, folder: &Path, files: &[&str]) -> Vec<Pdf> {
        // Two files may differ in their ending alone: each is printed under a number of its own.
        let numbered = files.iter().enumerate().map(|(at, file)| {
            let ending = Path::new(file).extension().unwrap().to_string_lossy().into_owned();
            let numbered = folder.join(format!("{at}.{ending}"));
            std::fs::copy(folder.join(file), &numbered).unwrap();
            numbered
        });
        let numbered: Vec<PathBuf> = numbered.collect();
        let said = self.converted(&numbered, "pdf", &folder.join("pdf"));
        let pdf = |at: usize| folder.join("pdf").join(format!("{at}.pdf"));
        let missing = (0..files.len()).find(|at| !pdf(*at).is_file());
        assert_eq!(missing.map(|at| files[at]), None, "{said}");
        (0..files.len()).map(|at| Pdf::read(&pdf(at))).collect()
    }

    /// What it writes when it saves a file as another kind, beside it.
    pub(crate) fn saved(&self, file: &Path, ending: &str) -> PathBuf {
        let said = self.converted(&[file.to_owned()], ending, file.parent().unwrap());
        let saved = file.with_extension(ending);
        assert!(saved.is_file(), "{said}");
        saved
    }

    fn converted(&self, files: &[PathBuf], ending: &str, into: &Path) -> String {
        let profile = tempfile::tempdir().unwrap();
        let output = Command::new(&self.0)
            .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
            .args(["--headless", "--norestore", "--convert-to", ending, "--outdir"])
            .arg(into)
            .args(files)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        said_by(&output)
    }
}

/// Chromium, without a screen.
pub(crate) struct Chromium(PathBuf);

impl Chromium {
    pub(crate) fn installed() -> Result<Self, String> {
        installed("chromium").map(Self)
    }

    /// Opens a page and prints it.
    pub(crate) fn browse(&self, page: &Path) -> Seen {
        let profile = tempfile::tempdir().unwrap();
        let pdf = profile.path().join("page.pdf");
        let output = Command::new(&self.0)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--enable-logging=stderr", "--v=0", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", page.display()))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = said_by(&output);
        assert!(pdf.is_file(), "{said}");
        let complaints =
            said.lines().filter(|line| line.contains("CONSOLE")).map(ToOwned::to_owned).collect();
        Seen { complaints, printed: Pdf::read(&pdf) }
    }
}

impl Pdf {
    fn read(file: &Path) -> Self {
        let info = text_of(
            "pdfinfo",
            [OsStr::new("-f"), "1".as_ref(), "-l".as_ref(), "999".as_ref(), file.as_ref()],
        );
        // Page    1 size:  1190.55 x 841.89 pts (A3)
        let sheets =
            info.lines().filter(|line| line.starts_with("Page") && line.contains(" size:")).map(|line| {
                let numbers: Vec<f64> = line
                    .split_once("size:")
                    .map(|(_, rest)| rest.split_whitespace().filter_map(|word| word.parse().ok()).collect())
                    .unwrap();
                (numbers[0] * 25.4 / 72.0, numbers[1] * 25.4 / 72.0)
            });
        let fonts = text_of("pdffonts", [file.as_os_str()]);
        let strange = fonts.lines().skip(2).filter(|line| {
            // name type encoding emb sub uni object: the fifth word from the end says whether it is in the file.
            line.split_whitespace().rev().nth(4) != Some("yes")
        });
        Self {
            sheets: sheets.collect(),
            strange_fonts: strange.map(ToOwned::to_owned).collect(),
            text: without_spaces(&text_of("pdftotext", ["-raw".as_ref(), file.as_os_str(), "-".as_ref()])),
        }
    }
}

fn text_of<S: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = S>) -> String {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program}: {}", said_by(&output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said_by(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

/// Whether a page can be measured: the PDF tools are there, and the fonts that say how wide its words are, a Chinese one and one
/// as wide as Times New Roman, in which documents set their digits.
pub(crate) fn can_print() -> Result<(), String> {
    installed("pdfinfo")?;
    installed("fc-list")?;
    let missing = |fonts: &str| text_of("fc-list", [fonts]).trim().is_empty();
    if missing(":lang=zh") {
        return Err("there is no Chinese font".to_owned());
    }
    if missing("Liberation Serif") && missing("Times New Roman") {
        return Err("there is no font as wide as Times New Roman".to_owned());
    }
    Ok(())
}

/// The program, where it is installed.
#[expect(clippy::disallowed_methods, reason = "programs are looked for where a shell would")]
fn installed(program: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    found.ok_or_else(|| format!("{program} is not installed"))
}
