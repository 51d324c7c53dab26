//! What an office prints, and what its other programs write: every report of the sample ledger is opened by LibreOffice and
//! Chromium, where they are installed, and the sheets that come out are measured and read; a plan that LibreOffice saved is
//! read back.
//!
//! Where they are not installed the tests are ignored; `.ci/run` installs them, or says loudly that it could not.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

#[path = "../needs/mod.rs"]
mod needs;
mod office;

use std::path::Path;
use std::process::ExitCode;

use crate::needs::{given, run};
use crate::office::{Chromium, LibreOffice, Pdf, can_print, drafted, draw, titles};

fn main() -> ExitCode {
    run(vec![
        given(
            || can_print().and_then(|()| LibreOffice::installed()),
            libreoffice_prints_documents_and_spreadsheets_on_the_sheets_they_are_made_for,
        ),
        given(
            || can_print().and_then(|()| Chromium::installed()),
            chromium_shows_and_prints_pages_without_complaint,
        ),
        given(LibreOffice::installed, a_plan_that_libreoffice_saved_says_the_same_as_its_text),
    ])
}

/// Sizes of sheets in millimetres.
const A4: (u16, u16) = (210, 297);
const A4_ON_ITS_SIDE: (u16, u16) = (297, 210);
const A3_ON_ITS_SIDE: (u16, u16) = (420, 297);

/// A report, the sheets it is for, and whether it names every task.
struct Report {
    words: &'static [&'static str],
    name: &'static str,
    sheet: (u16, u16),
    names_all: bool,
}

const fn report(words: &'static [&'static str], name: &'static str, sheet: (u16, u16)) -> Report {
    Report { words, name, sheet, names_all: false }
}

const REPORTS: [Report; 11] = [
    Report { names_all: true, ..report(&["board"], "挂图", A3_ON_ITS_SIDE) },
    Report { names_all: true, ..report(&["list", "--all"], "列表", A4_ON_ITS_SIDE) },
    report(&["overdue"], "逾期", A4_ON_ITS_SIDE),
    report(&["due", "--within", "60d"], "临期", A4_ON_ITS_SIDE),
    report(&["check"], "检查", A4_ON_ITS_SIDE),
    report(&["score"], "考评", A4_ON_ITS_SIDE),
    report(&["report"], "周报", A4),
    report(&["report", "--month"], "月报", A4),
    report(&["notice"], "督办单", A4),
    report(&["show", "14"], "任务单", A4),
    report(&[], "看板", A4_ON_ITS_SIDE),
];

/// Within a millimetre: programs round to points.
#[track_caller]
fn fits(pdf: &Pdf, sheet: (u16, u16), what: &str) {
    assert!(!pdf.sheets.is_empty(), "{what}: no sheets");
    for (width, height) in &pdf.sheets {
        let off = (width - f64::from(sheet.0)).abs().max((height - f64::from(sheet.1)).abs());
        assert!(off < 1.0, "{what}: {width} × {height} mm instead of {sheet:?}");
    }
}

#[track_caller]
fn reads(pdf: &Pdf, report: &Report, what: &str) {
    assert!(pdf.strange_fonts.is_empty(), "{what}: fonts not in the file: {:?}", pdf.strange_fonts);
    // Where a page comes from stands on it.
    for part in ["某市投资促进局", "2026年6月30日", "依据提交"] {
        assert!(pdf.text.contains(part), "{what}: {part} is missing in\n{}", pdf.text);
    }
    for title in titles().into_iter().filter(|_| report.names_all) {
        assert!(pdf.text.contains(&title), "{what}: {title} is missing or cut off");
    }
}

fn libreoffice_prints_documents_and_spreadsheets_on_the_sheets_they_are_made_for(office: &LibreOffice) {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<(String, &Report)> = ["docx", "xlsx"]
        .into_iter()
        .flat_map(|ending| REPORTS.iter().map(move |report| (format!("{}.{ending}", report.name), report)))
        .collect();
    for (file, report) in &files {
        draw(report.words, &folder.path().join(file));
    }
    let names: Vec<&str> = files.iter().map(|(file, _)| file.as_str()).collect();
    let printed = office.printed(folder.path(), &names);
    for ((file, report), pdf) in files.iter().zip(&printed) {
        fits(pdf, report.sheet, file);
        reads(pdf, report, file);
    }
    // The chart of sixty tasks is a wall chart, not a book.
    assert!(printed[0].sheets.len() <= 3, "{} sheets", printed[0].sheets.len());
}

fn chromium_shows_and_prints_pages_without_complaint(chromium: &Chromium) {
    let folder = tempfile::tempdir().unwrap();
    for report in &REPORTS {
        let file = folder.path().join(format!("{}.html", report.name));
        draw(report.words, &file);
        let seen = chromium.browse(&file);
        assert_eq!(seen.complaints, Vec::<String>::new(), "{}", report.name);
        fits(&seen.printed, report.sheet, report.name);
        reads(&seen.printed, report, report.name);
    }
    // The chart alone, as a picture.
    let file = folder.path().join("挂图.svg");
    draw(&["board"], &file);
    assert_eq!(chromium.browse(&file).complaints, Vec::<String>::new());
}

fn a_plan_that_libreoffice_saved_says_the_same_as_its_text(office: &LibreOffice) {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("plan.txt");
    std::fs::copy("tests/stories/plans/window-service.txt", &text).unwrap();
    assert_eq!(drafted(&office.saved(&text, "docx")), drafted(&text));
    // A pdf has lines of its own, and what it says is the same.
    let pdf = office.saved(&text, "pdf");
    let told = |plan: &Path| {
        let tasks = drafted(plan)["tasks"].as_array().unwrap().clone();
        let keys = ["title", "lead", "support", "due", "repeat", "phase", "basis"];
        tasks.iter().map(|task| keys.map(|key| task[key].clone())).collect::<Vec<_>>()
    };
    assert_eq!(told(&pdf), told(&text));
}
