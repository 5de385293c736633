//! [`Tree`]: finds the shape of a path. Every request comes by here, so that it allocates nothing and looks at each byte
//! about once.
//!
//! A radix tree over the text of the shapes. Text wins over a parameter, a parameter over a `path`; where the more
//! exact way ends in nothing the other ones are tried. A parameter takes one segment, which is not empty.

use std::num::NonZeroU8;

use crate::request::PathParams;

/// A piece of a [shape](super::Template::shape).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// This text, slashes included.
    Text(String),
    /// A whole segment.
    Segment,
    /// All that is left, which is not nothing.
    Rest,
}

/// All shapes, each with a number.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The place behind the slash that every shape begins with.
    root: Node,
}

/// A place that the walk over a path comes to.
#[derive(Debug, Default)]
struct Node {
    /// The shape that ends here.
    end: Option<usize>,
    /// The branches by their first bytes.
    firsts: Firsts,
    branches: Vec<Branch>,
    /// Where a segment leads to.
    segment: Option<Box<Node>>,
    /// The shape that takes all that is left.
    rest: Option<usize>,
}

/// Where text leads to.
#[derive(Debug)]
struct Branch {
    /// The text but for its first byte.
    text: Box<[u8]>,
    node: Node,
}

impl Tree {
    /// Adds a shape; the same shape again replaces the number.
    pub(super) fn insert(&mut self, shape: &[Part], number: usize) {
        let mut node = &mut self.root;
        for (at, part) in shape.iter().enumerate() {
            node = match part {
                Part::Text(text) if at == 0 => node.grow(&text.as_bytes()[1..]),
                Part::Text(text) => node.grow(text.as_bytes()),
                Part::Segment => node.segment.get_or_insert_default(),
                Part::Rest => {
                    node.rest = Some(number);
                    return;
                }
            };
        }
        node.end = Some(number);
    }

    /// The number of the shape that takes `path`, and into `params` what its parameters take, counted from `base`.
    #[inline]
    pub(super) fn find(&self, path: &str, base: usize, params: &mut PathParams) -> Option<usize> {
        if !path.starts_with('/') {
            return None;
        }
        self.root.find(path.as_bytes(), 1, base, params)
    }
}

impl Node {
    /// The place behind `text`, made where it is new.
    fn grow(&mut self, text: &[u8]) -> &mut Self {
        let Some((&first, text)) = text.split_first() else {
            return self;
        };
        let index = self.firsts.find(first).unwrap_or_else(|| {
            self.firsts.insert(first, self.branches.len());
            // most places have one way on
            self.branches.reserve_exact(1);
            self.branches.push(Branch {
                text: text.into(),
                node: Self::default(),
            });
            self.branches.len() - 1
        });
        let branch = &mut self.branches[index];
        let same = branch.text.iter().zip(text).take_while(|(a, b)| a == b).count();
        branch.split(same);
        branch.node.grow(&text[same..])
    }

    /// Goes on at byte `at`.
    fn find(&self, path: &[u8], mut at: usize, base: usize, params: &mut PathParams) -> Option<usize> {
        let mut node = self;
        while at < path.len() {
            let branch = node.branch(&path[at..]);
            match (branch, &node.segment) {
                // the usual: there is one way only
                (Some(branch), None) if node.rest.is_none() => {
                    at += 1 + branch.text.len();
                    node = &branch.node;
                }
                (None, Some(segment)) if node.rest.is_none() => {
                    let end = end_of_segment(path, at)?;
                    params.push(base + at, base + end);
                    at = end;
                    node = segment;
                }
                _ => return node.choose(branch, path, at, base, params),
            }
        }
        node.end
    }

    /// Tries one way after the other.
    fn choose(
        &self,
        branch: Option<&Branch>,
        path: &[u8],
        at: usize,
        base: usize,
        params: &mut PathParams,
    ) -> Option<usize> {
        let known = params.len();
        if let Some(Branch { text, node }) = branch {
            let found = node.find(path, at + 1 + text.len(), base, params);
            if found.is_some() {
                return found;
            }
            params.truncate(known);
        }
        if let (Some(segment), Some(end)) = (&self.segment, end_of_segment(path, at)) {
            params.push(base + at, base + end);
            let found = segment.find(path, end, base, params);
            if found.is_some() {
                return found;
            }
            params.truncate(known);
        }
        params.push(base + at, base + path.len());
        self.rest
    }

    /// The branch that `path` goes on with.
    #[inline]
    fn branch(&self, path: &[u8]) -> Option<&Branch> {
        let (first, path) = path.split_first()?;
        let branch = &self.branches[self.firsts.find(*first)?];
        (branch.text.is_empty() || path.starts_with(&branch.text)).then_some(branch)
    }
}

impl Branch {
    /// Makes a place after `length` bytes of the text.
    fn split(&mut self, length: usize) {
        if let Some((&first, rest)) = self.text[length..].split_first() {
            let branch = Self {
                text: rest.into(),
                node: std::mem::take(&mut self.node),
            };
            self.node.firsts.insert(first, 0);
            self.node.branches = vec![branch];
            self.text = self.text[..length].into();
        }
    }
}

/// Numbers by byte, found in one step however many there are: from the lowest byte to the highest, each has a place.
#[derive(Debug, Default)]
struct Firsts {
    lowest: u8,
    numbers: Vec<Option<NonZeroU8>>,
}

impl Firsts {
    #[inline]
    fn find(&self, byte: u8) -> Option<usize> {
        let number = (*self.numbers.get(usize::from(byte.wrapping_sub(self.lowest)))?)?;
        Some(usize::from(number.get()) - 1)
    }

    /// Gives a byte that has none its number, below 255: text in UTF-8 has no more first bytes than that.
    fn insert(&mut self, byte: u8, number: usize) {
        if self.numbers.is_empty() {
            self.lowest = byte;
        }
        while byte < self.lowest {
            self.numbers.insert(0, None);
            self.lowest -= 1;
        }
        let place = usize::from(byte - self.lowest);
        if place >= self.numbers.len() {
            self.numbers.resize(place + 1, None);
        }
        self.numbers[place] = u8::try_from(number + 1).ok().and_then(NonZeroU8::new);
    }
}

/// The end of the segment that begins at `at`, if it is not empty.
#[inline]
fn end_of_segment(path: &[u8], at: usize) -> Option<usize> {
    let length = path[at..].iter().position(|&byte| byte == b'/');
    let end = length.map_or(path.len(), |length| at + length);
    (end > at).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::super::Template;
    use super::*;

    fn tree(paths: &[&str]) -> Tree {
        let mut tree = Tree::default();
        for (number, path) in paths.iter().enumerate() {
            tree.insert(&Template::parse(path).unwrap().shape(), number);
        }
        tree
    }

    fn find<'p>(tree: &Tree, path: &'p str) -> Option<(usize, Vec<&'p str>)> {
        let mut params = PathParams::default();
        let number = tree.find(path, 0, &mut params)?;
        Some((
            number,
            (0..params.len()).map(|i| params.get(path, i).unwrap()).collect(),
        ))
    }

    #[test]
    fn the_more_exact_way_wins_and_the_others_are_tried_after_it() {
        let tree = tree(&[
            "/users/me",
            "/users/{id}",
            "/users/{id}/posts",
            "/users/me/friends/{friend}",
            "/{page}",
            "/{area}/list/{rest:path}",
        ]);
        for (path, number, params) in [
            ("/users/me", 0, vec![]),
            ("/users/mel", 1, vec!["mel"]),
            ("/users/me/posts", 2, vec!["me"]),
            ("/users/me/friends/you", 3, vec!["you"]),
            ("/users", 4, vec!["users"]),
            ("/users/list/a/b", 5, vec!["users", "a/b"]),
        ] {
            assert_eq!(find(&tree, path), Some((number, params)), "{path}");
        }
        for path in [
            "",
            "/",
            "//",
            "/users/",
            "/users//posts",
            "/users/list/",
            "/a/b",
            "users/me",
        ] {
            assert_eq!(find(&tree, path), None, "{path}");
        }
    }

    #[test]
    fn a_segment_wins_over_a_rest() {
        let tree = tree(&["/files/{all:path}", "/files/{name}", "/files/{name}/meta"]);
        assert_eq!(find(&tree, "/files/a"), Some((1, vec!["a"])));
        assert_eq!(find(&tree, "/files/a/meta"), Some((2, vec!["a"])));
        assert_eq!(find(&tree, "/files/a/b"), Some((0, vec!["a/b"])));
        assert_eq!(find(&tree, "/files//b"), Some((0, vec!["/b"])));
    }

    /// Shapes and paths of a few letters, all of them: `matchit` must say the same.
    #[test]
    fn it_agrees_with_matchit() {
        const SEGMENTS: [&str; 5] = ["a", "ab", "b", "{p}", ""];
        const SHAPES: usize = 5 + 5 * 5 + 5 * 5 * 5;
        let path_of = |mut number: usize, segments: &[&str], rest: bool| {
            let mut length = 1;
            while number >= segments.len().pow(length) {
                number -= segments.len().pow(length);
                length += 1;
            }
            let mut path = String::new();
            for i in 0..length {
                let segment = segments[number / segments.len().pow(i) % segments.len()];
                path.push('/');
                path.push_str(&segment.replace("{p}", &format!("{{p{i}}}")));
            }
            if rest { path + "/{rest:path}" } else { path }
        };
        // a linear congruential generator: the same tables every time
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) as usize % below
        };
        let (mut found, mut missed) = (0, 0);
        for _ in 0..300 {
            let (mut own, mut other, mut shapes) = (Tree::default(), matchit::Router::new(), Vec::new());
            for number in 0..random(12) + 1 {
                let template = Template::parse(&path_of(random(SHAPES), &SEGMENTS, random(4) == 0)).unwrap();
                let shape = template.shape();
                // matchit refuses a segment beside a rest
                if !shapes.contains(&shape) && other.insert(in_matchits_words(&shape), number).is_ok() {
                    own.insert(&shape, number);
                    shapes.push(shape);
                }
            }
            for number in 0..3 + 9 + 27 + 81 {
                let path = path_of(number, &["a", "ab", ""], false);
                let theirs = other.at(&path).ok();
                let theirs = theirs.map(|m| (*m.value, m.params.iter().map(|(_, value)| value).collect::<Vec<_>>()));
                if theirs.is_some() {
                    found += 1
                } else {
                    missed += 1
                }
                assert_eq!(find(&own, &path), theirs, "{path} in {shapes:?}");
            }
        }
        assert!(found > 1000 && missed > 1000);
    }

    fn in_matchits_words(shape: &[Part]) -> String {
        let words = shape.iter().enumerate().map(|(i, part)| match part {
            Part::Text(text) => text.clone(),
            Part::Segment => format!("{{p{i}}}"),
            Part::Rest => "{*rest}".to_owned(),
        });
        words.collect()
    }
}
