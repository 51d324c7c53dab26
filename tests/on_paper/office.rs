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

/// Prints files of `folder`; none where LibreOffice or the PDF tools are not installed.
pub(crate) fn printed_by_libreoffice(folder: &Path, files: &[&str]) -> Option<Vec<Pdf>> {
    let soffice = installed("soffice")?;
    installed("pdfinfo")?;
    can_write_as_offices_do()?;
    let profile = tempfile::tempdir().unwrap();
    // Two files may differ in their ending alone: each is printed under a number of its own.
    let numbered = files.iter().enumerate().map(|(at, file)| {
        let ending = Path::new(file).extension().unwrap().to_string_lossy().into_owned();
        let numbered = folder.join(format!("{at}.{ending}"));
        std::fs::copy(folder.join(file), &numbered).unwrap();
        numbered
    });
    let said = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--norestore", "--convert-to", "pdf", "--outdir"])
        .arg(folder.join("pdf"))
        .args(numbered)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let pdf = |at: usize| folder.join("pdf").join(format!("{at}.pdf"));
    let missing = (0..files.len()).find(|at| !pdf(*at).is_file());
    assert_eq!(missing.map(|at| files[at]), None, "{}", said_by(&said));
    Some((0..files.len()).map(|at| Pdf::read(&pdf(at))).collect())
}

/// What LibreOffice writes when it saves a file as another kind, beside it; none where it is not installed.
pub(crate) fn saved_by_libreoffice(file: &Path, ending: &str) -> Option<PathBuf> {
    let soffice = installed("soffice")?;
    let profile = tempfile::tempdir().unwrap();
    let said = Command::new(soffice)
        .arg(format!("-env:UserInstallation=file://{}", profile.path().display()))
        .args(["--headless", "--norestore", "--convert-to", ending, "--outdir"])
        .args([file.parent().unwrap(), file])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let saved = file.with_extension(ending);
    assert!(saved.is_file(), "{}", said_by(&said));
    Some(saved)
}

/// What a plan asks for, as other programs are told.
pub(crate) fn drafted(plan: &Path) -> serde_json::Value {
    let said = ledger().arg("draft").arg(plan).args(["--format", "json"]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// Opens a page in Chromium and prints it; none where it is not installed.
pub(crate) fn browse(page: &Path) -> Option<Seen> {
    let chromium = installed("chromium")?;
    installed("pdfinfo")?;
    can_write_as_offices_do()?;
    let profile = tempfile::tempdir().unwrap();
    let pdf = profile.path().join("page.pdf");
    let output = Command::new(chromium)
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
    let complaints = said.lines().filter(|line| line.contains("CONSOLE")).map(ToOwned::to_owned).collect();
    Some(Seen { complaints, printed: Pdf::read(&pdf) })
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

/// Whether there are the fonts that say how wide a page's words are: a Chinese one, and one as wide as Times New Roman, in which
/// documents set their digits. Says so where one is missing.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn can_write_as_offices_do() -> Option<()> {
    installed("fc-list")?;
    let missing = |fonts: &str| text_of("fc-list", [fonts]).trim().is_empty();
    if missing(":lang=zh") {
        eprintln!("没有测：没有安装中文字体");
        return None;
    }
    if missing("Liberation Serif") && missing("Times New Roman") {
        eprintln!("没有测：没有安装与 Times New Roman 同宽的字体");
        return None;
    }
    Some(())
}

/// The program, where it is installed; says so where it is not.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
#[expect(clippy::disallowed_methods, reason = "programs are looked for where a shell would")]
fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
    if found.is_none() {
        eprintln!("没有测：没有安装 {program}");
    }
    found
}
