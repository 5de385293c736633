//! Keys that were chosen to collide: maps are hashed with a secret, or a client could make one request last for hours.

use crate::{ask_json, cost, start};

/// The low bits of FNV-1a, on which a table depends, and on which nothing but the low bits have an influence.
const BITS: u64 = (1 << 20) - 1;

fn fnv(state: u64, bytes: &[u8]) -> u64 {
    let step = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3) & BITS;
    bytes.iter().fold(state, step)
}

/// Two texts of four letters each that lead from one state to another.
fn pair(state: u64) -> ([String; 2], u64) {
    let mut seen = std::collections::HashMap::new();
    for number in 0..26_u32.pow(4) {
        let letter = |place: u32| char::from(b'a' + (number / 26_u32.pow(place) % 26) as u8);
        let text: String = (0..4).map(letter).collect();
        let end = fnv(state, text.as_bytes());
        if let Some(other) = seen.insert(end, text.clone()) {
            return ([other, text], end);
        }
    }
    unreachable!("there are more texts than states")
}

/// `2^stages` keys of one hash: at every stage one of two texts, whichever leads to the same.
fn colliding(stages: usize) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut state = 0xcbf2_9ce4_8422_2325 & BITS;
    for _ in 0..stages {
        let (texts, end) = pair(state);
        keys = keys
            .iter()
            .flat_map(|key| texts.iter().map(move |text| format!("{key}{text}")))
            .collect();
        state = end;
    }
    keys
}

#[test]
fn keys_that_collide_take_as_long_as_others() {
    let server = start(&[]);
    // 16 384 keys; the others are as long
    let collide = colliding(14);
    let start = 0xcbf2_9ce4_8422_2325 & BITS;
    assert!(
        collide
            .iter()
            .all(|key| fnv(start, key.as_bytes()) == fnv(start, collide[0].as_bytes()))
    );
    let others: Vec<String> = (0..collide.len()).map(|number| format!("{number:056}")).collect();
    let body = |keys: &[String]| {
        let members: Vec<String> = keys.iter().map(|key| format!("\"{key}\":1")).collect();
        format!("{{{}}}", members.join(","))
    };
    let (collide, others) = (body(&collide), body(&others));
    for path in ["/json", "/map", "/item"] {
        let time = |body: &str| {
            let (answer, seconds, _) = cost(&server, || {
                drop(ask_json(&server, path, body.as_bytes()));
                ask_json(&server, path, body.as_bytes())
            });
            assert!([200, 422].contains(&answer.status), "{path}: {answer:?}");
            seconds
        };
        let (chosen, any) = (time(&collide), time(&others));
        // a table of chains would take a hundred times as long
        assert!(
            chosen < 4.0 * any + 0.3,
            "{path}: {chosen} s, where others take {any} s"
        );
    }
}

/// Twice as many keys take about twice as long.
#[test]
fn time_grows_with_the_number_of_keys() {
    let server = start(&[]);
    let body = |count: usize| {
        let members: Vec<String> = (0..count).map(|number| format!("\"{number}\":1")).collect();
        format!("{{{}}}", members.join(","))
    };
    let (some, twice) = (body(50_000), body(100_000));
    for path in ["/json", "/map", "/sorted"] {
        let time = |body: &str| {
            let (answer, seconds, _) = cost(&server, || ask_json(&server, path, body.as_bytes()));
            assert_eq!(answer.status, 200, "{path}");
            seconds
        };
        let (some, twice) = (time(&some), time(&twice));
        assert!(twice < 6.0 * some + 0.5, "{path}: {some} s, then {twice} s");
    }
}
