//! 签名名册: who may sign the ledger's commits, and with which key. The file is git's own (`gpg.ssh.allowedSignersFile`), a line a
//! key, with the person's name where ssh has a comment: `wangmin@example.com namespaces="git" ssh-ed25519 AAAA… 王敏`.

use std::fmt::Write;

use super::hand::Hand;

/// The file, seen from the ledger's folder.
pub const SIGNERS: &str = "allowed_signers";

/// A person's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer<'a> {
    /// The mail in whose name the key signs.
    pub mail: &'a str,
    /// What the key may be used for, as ssh writes it: `namespaces="git"`.
    options: &'a str,
    /// The key: `ssh-ed25519 AAAA…`.
    pub key: String,
    /// The person's name; empty where the line has none.
    pub name: &'a str,
}

/// The kinds of keys that sign, by how their names begin.
const KINDS: [&str; 4] = ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"];

impl<'a> Signer<'a> {
    /// The persons of a line: none of a comment, several where it gives one key to several mails.
    fn read(line: &'a str) -> Vec<Self> {
        let Some((mails, rest)) = line.trim().split_once(char::is_whitespace) else { return Vec::new() };
        if mails.starts_with('#') {
            return Vec::new();
        }
        let words = || rest.split_whitespace();
        let is_kind = |word: &str| KINDS.iter().any(|kind| word.starts_with(kind));
        let (Some(at), mut from_key) = (words().position(is_kind), words()) else { return Vec::new() };
        let [Some(kind), Some(key)] = [from_key.nth(at), from_key.next()] else { return Vec::new() };
        let place = |word: &str| word.as_ptr().addr() - rest.as_ptr().addr();
        let (options, name) = (rest[..place(kind)].trim(), rest[place(key) + key.len()..].trim());
        let mails = mails.trim_matches('"').split(',');
        mails.map(|mail| Self { mail, options, key: format!("{kind} {key}"), name }).collect()
    }

    /// The line as this program writes it.
    pub fn line(mail: &str, key: &str, name: &str) -> String {
        format!("{mail} namespaces=\"git\" {key} {name}")
    }

    /// The line for this mail alone.
    fn alone(&self) -> String {
        let Self { mail, options, key, name } = self;
        [mail, options, key.as_str(), name].iter().filter(|part| !part.is_empty()).fold(
            String::new(),
            |mut line, part| {
                let gap = if line.is_empty() { "" } else { " " };
                let _ = write!(line, "{gap}{part}");
                line
            },
        )
    }
}

/// Whether a mail can stand in the file without meaning anybody else: ssh reads patterns there.
pub fn is_plain(mail: &str) -> bool {
    let is_plain =
        |letter: char| letter.is_ascii_graphic() && !"\"',*?!#".contains(letter) || letter.is_alphanumeric();
    !mail.is_empty() && mail.chars().all(is_plain)
}

/// Everybody in the file who signs as `mail`.
pub fn of_mail<'a>(text: &'a str, mail: &str) -> Vec<Signer<'a>> {
    if !is_plain(mail) {
        return Vec::new();
    }
    text.lines().flat_map(Signer::read).filter(|signer| signer.mail == mail).collect()
}

/// Somebody in the file whom a reader would take for this person, with another mail: another name of theirs, or another person.
pub fn namesake<'a>(text: &'a str, person: &Hand) -> Option<Signer<'a>> {
    let is_one = |signer: &Signer<'_>| {
        let hand = Hand { name: signer.name.to_owned(), mail: signer.mail.to_owned() };
        signer.mail != person.mail && hand.is(person)
    };
    text.lines().flat_map(Signer::read).find(is_one)
}

/// The file with nobody in it but who signs as `mail` and is called so: by it, no key signs in another person's name.
pub fn only_of<'a>(texts: impl IntoIterator<Item = &'a str>, mail: &str, name: &str) -> String {
    let signers = texts.into_iter().flat_map(|text| of_mail(text, mail));
    let mut lines: Vec<String> = Vec::new();
    for line in signers.filter(|signer| signer.name == name).map(|signer| signer.alone()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.into_iter().fold(String::new(), |text, line| text + &line + "\n")
}

/// The file with one more line.
pub fn with_line(text: &str, line: &str) -> String {
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{gap}{line}\n")
}

/// What joining two versions makes of the file: who was added on either side, without who was taken away on either.
pub fn joined(base: &str, ours: &str, theirs: &str) -> String {
    let has = |text: &str, line: &str| text.lines().any(|other| other == line);
    let kept = ours.lines().filter(|line| has(theirs, line) || !has(base, line));
    let come = theirs.lines().filter(|line| !has(ours, line) && !has(base, line));
    kept.chain(come).fold(String::new(), |text, line| text + line + "\n")
}

/// Whether the two versions name the same people, in whatever order.
pub fn is_same(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
        lines.sort_unstable();
        lines
    };
    sorted(one) == sorted(other)
}

/// Why this is no person's entry into the file: lines are added, for who adds them, and nothing else is changed.
pub fn entered(before: &str, after: &str, mail: &str, name: &str) -> Result<(), String> {
    if before.lines().zip(after.lines()).any(|(was, is)| was != is)
        || before.lines().count() > after.lines().count()
    {
        return Err(format!("改了 {SIGNERS} 里原有的行"));
    }
    for line in after.lines().skip(before.lines().count()) {
        let signers = Signer::read(line);
        let [signer] = signers.as_slice() else {
            return Err(format!("在 {SIGNERS} 里写了不是钥匙的行"));
        };
        if signer.mail != mail || signer.name != name {
            return Err(format!(
                "在 {SIGNERS} 里登记了 {} <{}> 的钥匙，登记的人是 {name} <{mail}>",
                signer.name, signer.mail
            ));
        }
        if line != Signer::line(mail, &signer.key, name) || !is_plain(mail) {
            return Err(format!("在 {SIGNERS} 里写了本程序不会写的行"));
        }
    }
    Ok(())
}

/// Why a commit's signature does not vouch for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is none that ssh made.
    Missing,
    /// It is of something else.
    Altered,
    /// It was made with a key that is not this person's.
    Stranger,
    /// Nobody of this mail may sign.
    Unknown,
    /// The mail is somebody else's, called so.
    OtherName(String),
    /// Who kept the commit is not who it says made it.
    OtherAuthor(String),
    /// The person enters beside somebody whom a reader would take for them.
    Namesake(String),
    /// The person was let in more than once, each time with what whoever came brought along.
    Rivals,
}

impl Fault {
    /// In a sentence, of who is said to have made the commit.
    pub fn told(&self, name: &str, mail: &str) -> String {
        let who = format!("{name} <{mail}>");
        match self {
            Self::Missing => format!("写的是 {who}，没有签名"),
            Self::Altered => format!("写的是 {who}，签名和内容对不上"),
            Self::Stranger => format!("写的是 {who}，签名用的不是登记给这个人的钥匙"),
            Self::Unknown => format!("写的是 {who}，{SIGNERS} 里没有登记这个邮箱的钥匙"),
            Self::OtherName(known) => format!("写的是 {who}，{SIGNERS} 里这个邮箱登记的是 {known}"),
            Self::OtherAuthor(keeper) => format!("写的是 {who}，存入并签名的却是 {keeper}"),
            Self::Namesake(known) => {
                format!("给 {who} 登记了钥匙，{SIGNERS} 里已经有 {known}，分不清是不是同一个人")
            }
            Self::Rivals => {
                format!("给 {who} 登记了钥匙，历史里另有一次也给这个人登记，钥匙却不同，分不清哪一把是本人的")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANG: &str = "wangmin@x.cn namespaces=\"git\" ssh-ed25519 AAAAwang 王敏";
    const LI: &str = "liqiang@x.cn namespaces=\"git\" ssh-ed25519 AAAAli 李强";

    #[test]
    fn nobody_signs_in_the_name_of_another() {
        #[track_caller]
        fn case(text: &str, mail: &str, name: &str, expected: &str) {
            assert_eq!(only_of([text], mail, name), expected);
        }
        let both = format!("# 名册\n{WANG}\n{LI}\n");
        case(&both, "wangmin@x.cn", "王敏", &format!("{WANG}\n"));
        case(&both, "wangmin@x.cn", "李强", "");
        case(&both, "liqiang@x.cn", "王敏", "");
        case(&both, "*", "王敏", "");
        case("* ssh-ed25519 AAAA 王敏\n", "*", "王敏", "");
        case("*@x.cn ssh-ed25519 AAAA 王敏\n", "wangmin@x.cn", "王敏", "");
        // One key for two mails is each one's own.
        let shared = "\"a@x.cn,b@x.cn\" valid-after=\"20260101\" ssh-ed25519 AAAA 王 敏";
        case(shared, "b@x.cn", "王 敏", "b@x.cn valid-after=\"20260101\" ssh-ed25519 AAAA 王 敏\n");
        case("wangmin@x.cn ssh-ed25519\n", "wangmin@x.cn", "", "");
    }

    #[test]
    fn people_enter_themselves_and_touch_nobody_else() {
        #[track_caller]
        fn case(before: &str, after: &str, expected: Result<(), &str>) {
            assert_eq!(entered(before, after, "wangmin@x.cn", "王敏"), expected.map_err(ToOwned::to_owned));
        }
        let both = format!("{LI}\n{WANG}\n");
        case("", &format!("{WANG}\n"), Ok(()));
        case(&format!("{LI}\n"), &both, Ok(()));
        case(&both, &both, Ok(()));
        case(
            "",
            &both,
            Err("在 allowed_signers 里登记了 李强 <liqiang@x.cn> 的钥匙，登记的人是 王敏 <wangmin@x.cn>"),
        );
        case(&both, &format!("{LI}\n"), Err("改了 allowed_signers 里原有的行"));
        case(&format!("{LI}\n"), &format!("{WANG}\n"), Err("改了 allowed_signers 里原有的行"));
        case("", "有一行\n", Err("在 allowed_signers 里写了不是钥匙的行"));
        let wide = "wangmin@x.cn cert-authority ssh-ed25519 AAAA 王敏\n";
        case("", wide, Err("在 allowed_signers 里写了本程序不会写的行"));
        let several = "wangmin@x.cn,liqiang@x.cn namespaces=\"git\" ssh-ed25519 AAAA 王敏\n";
        case("", several, Err("在 allowed_signers 里写了不是钥匙的行"));
    }

    #[test]
    fn what_both_sides_added_is_there() {
        let (wang, li) = (format!("{WANG}\n"), format!("{LI}\n"));
        assert_eq!(joined("", &wang, &li), format!("{wang}{li}"));
        assert_eq!(joined(&wang, &wang, ""), "");
        assert_eq!(joined(&wang, &format!("{wang}{li}"), &wang), format!("{wang}{li}"));
    }
}
