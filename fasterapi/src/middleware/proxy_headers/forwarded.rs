//! [`Forwarded`]: the header of RFC 7239, read strictly.

use super::node::Node;

/// What the lines of `Forwarded` say (RFC 7239), one element for each proxy, the last proxy last.
///
/// ```
/// use fasterapi::middleware::Forwarded;
///
/// let forwarded = Forwarded::parse(["for=192.0.2.60;proto=https, for=\"[2001:db8::1]:80\""]).unwrap();
/// assert_eq!(forwarded.elements().len(), 2);
/// assert_eq!(forwarded.elements()[0].get("proto"), Some("https"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forwarded {
    elements: Vec<ForwardedElement>,
}

/// What one proxy wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForwardedElement {
    pairs: Vec<(String, String)>,
    client: Option<Node>,
    by: Option<Node>,
}

impl Forwarded {
    /// Reads the lines, which make one list; `None` when anything in them is against the grammar.
    pub fn parse<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut elements = Vec::new();
        for line in lines {
            let mut rest = line.as_ref().trim_matches([' ', '\t']);
            while !rest.is_empty() {
                let (element, after) = ForwardedElement::parse(rest)?;
                if !element.pairs.is_empty() {
                    elements.push(element);
                }
                rest = after.trim_matches([' ', '\t']);
                match rest.strip_prefix(',') {
                    Some(after) => rest = after.trim_matches([' ', '\t']),
                    None if rest.is_empty() => {}
                    None => return None,
                }
            }
        }
        Some(Self { elements })
    }

    /// The elements; those that say nothing are left out.
    pub fn elements(&self) -> &[ForwardedElement] {
        &self.elements
    }
}

impl ForwardedElement {
    /// The parameters in order, their names in lower case, their values without quotes.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// `for`: who asked the proxy.
    pub fn client(&self) -> Option<&Node> {
        self.client.as_ref()
    }

    /// `by`: where the proxy was asked.
    pub fn by(&self) -> Option<&Node> {
        self.by.as_ref()
    }

    /// Reads up to a comma that is not in quotes; the rest begins with it.
    fn parse(text: &str) -> Option<(Self, &str)> {
        let mut element = Self::default();
        let mut rest = text;
        loop {
            if let Some(after) = rest.strip_prefix(';') {
                rest = after;
                continue;
            }
            if rest.is_empty() || rest.starts_with([',', ' ', '\t']) {
                return Some((element, rest));
            }
            let (name, after) = rest.split_at(token_length(rest)?);
            let (value, after) = value(after.strip_prefix('=')?)?;
            element.add(name.to_ascii_lowercase(), value)?;
            rest = after;
            if !rest.is_empty() && !rest.starts_with([';', ',', ' ', '\t']) {
                return None;
            }
        }
    }

    fn add(&mut self, name: String, value: String) -> Option<()> {
        if self.get(&name).is_some() {
            return None;
        }
        match name.as_str() {
            "for" => self.client = Some(Node::parse(&value)?),
            "by" => self.by = Some(Node::parse(&value)?),
            "proto" if !is_scheme(&value) => return None,
            _ => {}
        }
        self.pairs.push((name, value));
        Some(())
    }
}

/// The length of the token that `text` begins with, which is not nothing.
fn token_length(text: &str) -> Option<usize> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let length = text.bytes().position(|byte| !is_token(byte)).unwrap_or(text.len());
    (length > 0).then_some(length)
}

/// A token or a quoted string, without its quotes, and what follows.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = text.split_at(token_length(text)?);
        return Some((token.to_owned(), rest));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c if c.is_control() && c != '\t' => return None,
            c => value.push(c),
        }
    }
    None
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}
