//! Names made of parts; checked once against the published list of practices, of which none is among them.

use super::random::Random;

const FIRST: [&str; 24] = [
    "Aldwin", "Brackle", "Cinder", "Dunmar", "Elver", "Fallow", "Gorsel", "Harrow", "Iver", "Jessam", "Kestle", "Lorrel", "Marram",
    "Nettle", "Orrel", "Pendle", "Quill", "Rushmer", "Sallow", "Tansel", "Umber", "Vesper", "Wendle", "Yarrow",
];
const LAST: [&str; 10] = ["beck", "combe", "den", "fold", "garth", "holt", "mere", "ness", "thwaite", "wick"];
const KIND: [&str; 7] =
    ["Surgery", "Medical Centre", "Health Centre", "Medical Practice", "Group Practice", "Family Practice", "Partnership"];
const GIVEN: [&str; 30] = [
    "Aisha", "Alan", "Bethan", "Callum", "Chidi", "Dawn", "Elena", "Farah", "Gareth", "Hannah", "Imran", "Jess", "Kiran", "Leah", "Marek",
    "Nadia", "Olu", "Pauline", "Rashid", "Sian", "Stefan", "Tanya", "Usha", "Victor", "Wendy", "Xin", "Yusuf", "Zoe", "Moira", "Declan",
];
const FAMILY: [&str; 30] = [
    "Abara",
    "Birch",
    "Castell",
    "Dhillon",
    "Eastwood",
    "Farrant",
    "Gill",
    "Hartnoll",
    "Ibrahim",
    "Joyce",
    "Kaczmarek",
    "Lister",
    "Mistry",
    "Norcott",
    "Osei",
    "Pryce",
    "Quigley",
    "Rowntree",
    "Sandhu",
    "Thackray",
    "Uddin",
    "Varley",
    "Whitlock",
    "Yates",
    "Zaman",
    "Ashdown",
    "Bellamy",
    "Crowther",
    "Dunne",
    "Emery",
];

/// Names of places, each given once.
pub(super) struct Places(Vec<String>);

impl Places {
    pub(super) fn new(random: &Random) -> Self {
        let mut all: Vec<String> = FIRST.iter().flat_map(|first| LAST.iter().map(move |last| format!("{first}{last}"))).collect();
        random.shuffle(&mut all);
        Self(all)
    }

    pub(super) fn next(&mut self) -> String {
        self.0.pop().unwrap_or_else(|| "Farrowfield".to_owned())
    }
}

/// "Yarrowmere Surgery".
pub(super) fn practice(random: &Random, place: &str) -> String {
    format!("{place} {}", random.pick(&KIND))
}

/// "Dawn Pryce".
pub(super) fn person(random: &Random) -> String {
    format!("{} {}", random.pick(&GIVEN), random.pick(&FAMILY))
}
