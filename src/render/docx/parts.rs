//! The package: the parts of a Word document that hold no text of the page but its title, and the archive they lie in.

use std::io::{Cursor, Write};

use anyhow::{Context as _, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::paper::Sheet;
use super::styles::{font_table, styles};
use super::writer::Xml;

/// What every part begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// The name space of WordprocessingML.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The document as a file: its body and its last section's properties, with everything around them.
pub(super) fn package(title: &str, foot: Option<&str>, sheet: &Sheet, body: &str) -> Result<Vec<u8>> {
    // The archive is written once and read a few times: fast is better than small.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(body.len() / 12 + 16_384)));
    let open = format!("{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><w:body>");
    let close = sheet.section(foot.is_some()) + "</w:body></w:document>";
    let parts: [(&str, &[&str]); 10] = [
        ("[Content_Types].xml", &[&content_types()]),
        ("_rels/.rels", &[&package_relations()]),
        ("docProps/core.xml", &[&core(title)]),
        ("word/document.xml", &[&open, body, &close]),
        ("word/_rels/document.xml.rels", &[&document_relations()]),
        ("word/styles.xml", &[&styles(sheet)]),
        ("word/settings.xml", &[&settings()]),
        ("word/fontTable.xml", &[&font_table()]),
        ("word/footer1.xml", &[&footer("right", foot)]),
        ("word/footer2.xml", &[&footer("left", foot)]),
    ];
    for (name, texts) in parts {
        archive.start_file(name, options).with_context(|| format!("写不出 docx 中的 {name}"))?;
        for text in texts {
            archive.write_all(text.as_bytes()).with_context(|| format!("写不出 docx 中的 {name}"))?;
        }
    }
    Ok(archive.finish().context("写不出 docx")?.into_inner())
}

fn content_types() -> String {
    let parts = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
    ];
    let parts = parts.map(|(part, kind)| {
        format!("<Override PartName=\"/word/{part}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>")
    });
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>{}</Types>",
        parts.concat()
    )
}

fn package_relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         </Relationships>"
    )
}

fn document_relations() -> String {
    let parts = ["styles", "settings", "fontTable", "footer1", "footer2"];
    let relations: Vec<String> = (1..)
        .zip(parts)
        .map(|(id, part)| {
            let kind = part.trim_end_matches(char::is_numeric);
            format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{part}.xml\"/>")
        })
        .collect();
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>",
        relations.concat()
    )
}

/// The title, and a day that is always the same: the page says itself from when it is.
fn core(title: &str) -> String {
    let mut xml = Xml::default();
    xml.raw(DECLARATION)
        .put(format_args!("<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\""));
    xml.raw(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\"");
    xml.raw(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>")
        .text(title)
        .raw("</dc:title>");
    for what in ["created", "modified"] {
        xml.put(format_args!(
            "<dcterms:{what} xsi:type=\"dcterms:W3CDTF\">2000-01-01T00:00:00Z</dcterms:{what}>"
        ));
    }
    xml.raw("</cp:coreProperties>").0.clone()
}

fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{MAIN}\"><w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/>\
         <w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:doNotExpandShiftReturn/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
         </w:compat><w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// The page number at the outer edge, one character in, and the provenance below it.
fn footer(side: &str, foot: Option<&str>) -> String {
    let mut xml = Xml::default();
    xml.raw(DECLARATION).put(format_args!("<w:ftr xmlns:w=\"{MAIN}\"><w:p><w:pPr><w:pStyle w:val=\"f\"/>"));
    xml.put(format_args!("<w:jc w:val=\"{side}\"/></w:pPr>"));
    let dash = |xml: &mut Xml, text: &str| {
        xml.raw("<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">");
        xml.raw(text).raw("</w:t></w:r>");
    };
    dash(&mut xml, "— ");
    xml.raw("<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
    dash(&mut xml, " —");
    xml.raw("</w:p>");
    if let Some(foot) = foot {
        xml.line("p", foot);
    }
    xml.raw("</w:ftr>").0.clone()
}
