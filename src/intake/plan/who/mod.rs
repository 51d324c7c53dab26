//! Who (责任单位): the offices and people that lead, answer and help. `tail` reads brackets and labels, `sentence` the words
//! themselves.

mod label;
mod sentence;
mod tail;

use std::ops::Range;

use super::normal::Text;
use super::prose;
use super::roles::Role;
use crate::core::office_list::{Role as Part, mentions};

pub(super) use sentence::in_sentence;
pub(super) use tail::{Tail, tails};

/// What is longer is a sentence and no name.
const LONGEST_NAME: usize = 40;

/// Nobody names more offices than this for one task.
const MOST: usize = 200;

/// What some put in front of the office that leads.
const MARKS: [char; 6] = ['▲', '★', '☆', '△', '※', '◆'];

/// Who answers for a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Who {
    /// 牵头单位
    pub(super) lead: Option<String>,
    /// 配合单位
    pub(super) support: Vec<String>,
    /// 责任领导
    pub(super) leader: Option<String>,
    /// 责任人
    pub(super) owner: Option<String>,
}

impl Who {
    /// Whether nobody is named.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes from another whatever is missing here.
    pub(super) fn or(mut self, other: &Self) -> Self {
        if self.lead.is_none() && self.support.is_empty() {
            self.lead.clone_from(&other.lead);
            self.support.clone_from(&other.support);
        }
        self.leader = self.leader.or_else(|| other.leader.clone());
        self.owner = self.owner.or_else(|| other.owner.clone());
        self
    }
}

/// A name in a stretch, and its part in the work where it is marked with one.
struct Named {
    name: String,
    part: Option<Part>,
}

/// The names in a stretch, in the plan's own words.
pub(super) fn units(text: &Text, zone: Range<usize>) -> Vec<String> {
    names(text, zone).into_iter().map(|named| named.name).collect()
}

fn names(text: &Text, zone: Range<usize>) -> Vec<Named> {
    let words = prose::part(text.plain(), zone.clone());
    let mut names: Vec<Named> = Vec::new();
    for mention in mentions(words) {
        let mut range = mention.range;
        let mut part = mention.role;
        // ▲ or ★ in front of the one that leads.
        let marked = prose::part(words, range.clone());
        let bare = marked.trim_start_matches(MARKS);
        if bare.len() < marked.len() && !bare.is_empty() {
            range.start = range.end - bare.len();
            part = Some(Part::Leads);
        }
        let is_short = prose::letters(prose::part(words, range.clone())) <= LONGEST_NAME;
        let name = text.raw(zone.start + range.start..zone.start + range.end).to_owned();
        if names.len() >= MOST {
            break;
        }
        if is_short && !names.iter().any(|known| known.name == name) {
            names.push(Named { name, part });
        }
    }
    names
}

/// Names as they are met, by what is said of them.
#[derive(Default)]
struct Gathered {
    leads: Vec<String>,
    answering: Vec<String>,
    support: Vec<String>,
    leader: Option<String>,
    owner: Option<String>,
}

impl Gathered {
    fn add(&mut self, role: Role, names: Vec<Named>) {
        match role {
            Role::Lead | Role::Answering | Role::Support => {
                for Named { name, part } in names {
                    let place = match part {
                        Some(Part::Leads) => &mut self.leads,
                        Some(Part::Helps) => &mut self.support,
                        None if role == Role::Lead => &mut self.leads,
                        None if role == Role::Support => &mut self.support,
                        None => &mut self.answering,
                    };
                    place.push(name);
                }
            }
            Role::Leader => add_person(&mut self.leader, &names),
            Role::Owner => add_person(&mut self.owner, &names),
            Role::Due | Role::Standard => {}
        }
    }

    /// Where none is marked 牵头, the first that answers leads.
    fn settle(self) -> Who {
        let mut all = self.leads.into_iter().chain(self.answering).chain(self.support);
        let lead = all.next();
        let mut support: Vec<String> = Vec::new();
        for name in all {
            if Some(&name) != lead.as_ref() && !support.contains(&name) {
                support.push(name);
            }
        }
        Who { lead, support, leader: self.leader, owner: self.owner }
    }
}

fn add_person(place: &mut Option<String>, names: &[Named]) {
    let names: Vec<&str> = names.iter().map(|named| named.name.as_str()).collect();
    let names = names.join("、");
    if names.is_empty() {
        return;
    }
    *place = Some(match place.take() {
        Some(known) => format!("{known}、{names}"),
        None => names,
    });
}
