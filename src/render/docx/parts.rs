//! The package: the parts of a Word document that hold no text of the page but its title, and the archive they lie in. The
//! parts themselves are the files of `parts/`, with places for what is the page's own.

use std::io::{Cursor, Write};

use anyhow::{Context as _, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::paper::Sheet;
use super::writer::Xml;

/// What every part begins with.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What the document itself begins with.
const OPEN: &str = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>";

/// The document as a file: its body and its last section's properties, with everything around them.
pub(super) fn package(title: &str, foot: Option<&str>, sheet: &Sheet, body: &str) -> Result<Vec<u8>> {
    // The archive is written once and read a few times: fast is better than small.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(body.len() / 12 + 16_384)));
    let close = sheet.section(foot.is_some()) + "</w:body></w:document>";
    let foot = foot.map(|foot| xml(|xml| xml.line("p", foot))).unwrap_or_default();
    let footer = |side: &str| {
        let places = [("{side}", side), ("{foot}", foot.as_str())];
        filled(include_str!("parts/footer.xml"), &places)
    };
    let title = [("{title}", xml(|xml| xml.text(title)))];
    let parts: [(&str, &[&str]); 10] = [
        ("[Content_Types].xml", &[&packed(include_str!("parts/content_types.xml"))]),
        ("_rels/.rels", &[&packed(include_str!("parts/package.rels"))]),
        ("docProps/core.xml", &[&filled(include_str!("parts/core.xml"), &title)]),
        ("word/document.xml", &[OPEN, body, &close]),
        ("word/_rels/document.xml.rels", &[&packed(include_str!("parts/document.rels"))]),
        ("word/styles.xml", &[&filled(include_str!("parts/styles.xml"), &sheet.styles())]),
        ("word/settings.xml", &[&packed(include_str!("parts/settings.xml"))]),
        ("word/fontTable.xml", &[&packed(include_str!("parts/font_table.xml"))]),
        ("word/footer1.xml", &[&footer("right")]),
        ("word/footer2.xml", &[&footer("left")]),
    ];
    for (name, texts) in parts {
        archive.start_file(name, options).with_context(|| format!("写不出 docx 中的 {name}"))?;
        for text in std::iter::once(&DECLARATION).chain(texts) {
            archive.write_all(text.as_bytes()).with_context(|| format!("写不出 docx 中的 {name}"))?;
        }
    }
    Ok(archive.finish().context("写不出 docx")?.into_inner())
}

/// A part without what is there for its reader: indents, ends of lines, and comments, each of which has a line of its own.
fn packed(part: &str) -> String {
    part.lines().map(str::trim_start).filter(|line| !line.starts_with("<!--")).collect()
}

/// A part with its places filled with XML. What is filled in last may hold what looks like a place.
fn filled<T: AsRef<str>>(part: &str, places: &[(&str, T)]) -> String {
    places.iter().fold(packed(part), |part, (place, xml)| part.replace(place, xml.as_ref()))
}

fn xml(write: impl FnOnce(&mut Xml) -> &mut Xml) -> String {
    let mut xml = Xml::default();
    write(&mut xml);
    xml.0
}
