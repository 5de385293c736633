//! Path templates: `/items/{item_id}`, `/tree/{where:path}`, `/mix/{a}-{b}.{ext}`.

use regex::Regex;

use super::segment::Segment;
use super::tree::Part;
use crate::request::NO_CAPTURE;

/// As many parameters as there are numbers for captures.
const MOST_PARAMS: usize = NO_CAPTURE as usize;

/// A parsed path template.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Literal(String),
    Param { name: String, converter: Converter },
}

/// What a parameter matches, after Starlette's converters (`PATH-09`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Converter {
    Str,
    Int,
    Float,
    Uuid,
    Path,
}

impl Converter {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "str" => Self::Str,
            "int" => Self::Int,
            "float" => Self::Float,
            "uuid" => Self::Uuid,
            "path" => Self::Path,
            _ => return None,
        })
    }

    fn pattern(self) -> &'static str {
        match self {
            Self::Str => "[^/]+",
            Self::Int => "[0-9]+",
            Self::Float => r"[0-9]+(?:\.[0-9]+)?",
            Self::Uuid => "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}",
            Self::Path => ".*",
        }
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err(format!(
                "the path {text:?} must start with \"/\"; a webhook is added with `.webhooks(..)`, a callback with `callbacks`"
            ));
        }
        let mut pieces = Vec::new();
        let mut params = 0;
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            if rest[open..].starts_with('}') {
                return Err(format!("the path {text:?} has a \"}}\" without a \"{{\""));
            }
            if open > 0 {
                pieces.push(Piece::Literal(rest[..open].to_owned()));
            }
            let close = rest[open..]
                .find('}')
                .ok_or_else(|| format!("the path {text:?} has a \"{{\" without a \"}}\""))?;
            let inside = &rest[open + 1..open + close];
            if inside.starts_with('$') {
                return Err(format!(
                    "the path {text:?} has a runtime expression, which only a callback's has; list it with `callbacks`"
                ));
            }
            let (name, converter) = inside.split_once(':').unwrap_or((inside, "str"));
            let converter = Converter::named(converter).ok_or_else(|| {
                format!("the path {text:?} names the converter {converter:?}; there are str, int, float, uuid and path")
            })?;
            if name.is_empty() || name.contains(['{', '/']) {
                return Err(format!("the path {text:?} has a parameter without a name"));
            }
            if pieces
                .iter()
                .any(|piece| matches!(piece, Piece::Param { name: other, .. } if other == name))
            {
                return Err(format!("the path {text:?} has the parameter {name:?} twice"));
            }
            params += 1;
            if params > MOST_PARAMS {
                return Err(format!(
                    "the path {text:?} has more than {MOST_PARAMS} parameters; take the rest of it as one, `{{rest:path}}`"
                ));
            }
            pieces.push(Piece::Param {
                name: name.to_owned(),
                converter,
            });
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Ok(Self {
            text: text.to_owned(),
            pieces,
        })
    }

    /// A template of the document alone: the path of a callback, with its runtime expressions, or a webhook's name.
    pub(crate) fn of_document(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = rest[open..].find('}').map(|close| open + close);
            let close = close.ok_or_else(|| format!("{text:?} has a \"{{\" without a \"}}\""))?;
            let inside = &rest[open + 1..close];
            if inside.starts_with('$') {
                pieces.push(Piece::Literal(rest[..=close].to_owned()));
            } else {
                pieces.push(Piece::Literal(rest[..open].to_owned()));
                pieces.push(Piece::Param {
                    name: inside.to_owned(),
                    converter: Converter::Str,
                });
            }
            rest = &rest[close + 1..];
        }
        pieces.push(Piece::Literal(rest.to_owned()));
        Ok(Self {
            text: text.to_owned(),
            pieces,
        })
    }

    /// The template as written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The parameters' names in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Param { name, .. } => Some(name.as_str()),
            Piece::Literal(_) => None,
        })
    }

    /// The shape: whole-segment parameters are told apart by position alone. A segment that mixes text and parameters is
    /// one parameter here, and everything from a `path` parameter on is one; the [`regex`](Self::regex) looks closer.
    pub(super) fn shape(&self) -> Vec<Part> {
        let (mut shape, mut text) = (Vec::new(), String::new());
        for segment in self.segments() {
            text.push('/');
            match segment {
                Segment::Text(literal) => text.push_str(literal),
                Segment::Param(Converter::Path) | Segment::Mixed { has_path: true } => {
                    shape.extend([Part::Text(text), Part::Rest]);
                    return shape;
                }
                Segment::Param(_) | Segment::Mixed { .. } => {
                    shape.extend([Part::Text(std::mem::take(&mut text)), Part::Segment]);
                }
            }
        }
        if !text.is_empty() {
            shape.push(Part::Text(text));
        }
        shape
    }

    /// Whether the shape alone decides: every parameter is a whole segment without a converter, or a last `path`.
    pub(crate) fn is_plain(&self) -> bool {
        let segments = self.segments();
        let last = segments.len() - 1;
        segments.iter().enumerate().all(|(i, segment)| match segment {
            Segment::Text(_) | Segment::Param(Converter::Str) => true,
            Segment::Param(Converter::Path) => i == last,
            Segment::Param(_) | Segment::Mixed { .. } => false,
        })
    }

    /// The template as a regular expression with one group a parameter, as Starlette compiles it.
    pub(crate) fn regex(&self) -> Result<Regex, regex::Error> {
        let mut pattern = String::from("(?s)^");
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => pattern.push_str(&regex::escape(text)),
                Piece::Param { converter, .. } => pattern.push_str(&format!("({})", converter.pattern())),
            }
        }
        pattern.push('$');
        Regex::new(&pattern)
    }

    /// The beginning of a path that the template matches, with the slash behind it, for a mount.
    pub(crate) fn prefix_regex(&self) -> Result<Regex, regex::Error> {
        let whole = self.regex()?;
        let whole = whole.as_str();
        Regex::new(&format!("{}/", whole.strip_suffix('$').unwrap_or(whole)))
    }

    /// Whether both take the same paths, whatever their parameters are called.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.pieces.len() == other.pieces.len()
            && self.pieces.iter().zip(&other.pieces).all(|pair| match pair {
                (Piece::Literal(one), Piece::Literal(other)) => one == other,
                (Piece::Param { converter: one, .. }, Piece::Param { converter: other, .. }) => one == other,
                _ => false,
            })
    }

    /// Whether the parameter `name` matches this text.
    pub(crate) fn takes(&self, name: &str, value: &str) -> bool {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        self.pieces.iter().all(|piece| match piece {
            Piece::Param { name: own, converter } if own == name => match converter {
                Converter::Int => digits(value),
                Converter::Float => value
                    .split_once('.')
                    .map_or_else(|| digits(value), |(a, b)| digits(a) && digits(b)),
                Converter::Str => !value.is_empty() && !value.contains('/'),
                Converter::Uuid => is_uuid(value),
                Converter::Path => true,
            },
            Piece::Param { .. } | Piece::Literal(_) => true,
        })
    }

    /// Fills in the parameters, in order, through `value`.
    pub(crate) fn fill<E>(&self, mut value: impl FnMut(&str, bool) -> Result<String, E>) -> Result<String, E> {
        let mut path = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => path.push_str(text),
                Piece::Param { name, converter } => path.push_str(&value(name, *converter == Converter::Path)?),
            }
        }
        Ok(path)
    }

    /// What each segment is made of; a slash inside literal text divides it.
    fn segments(&self) -> Vec<Segment<'_>> {
        let mut segments: Vec<Segment<'_>> = Vec::with_capacity(2 * self.pieces.len() + 2);
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => {
                    let mut parts = text.split('/');
                    if let (Some(part), Some(segment)) = (parts.next(), segments.last_mut()) {
                        segment.add_text(part);
                    }
                    segments.extend(parts.map(Segment::Text));
                }
                Piece::Param { converter, .. } => {
                    if let Some(segment) = segments.last_mut() {
                        segment.add(*converter);
                    }
                }
            }
        }
        segments
    }
}

/// Whether this is what [`Converter::Uuid`] matches.
fn is_uuid(text: &str) -> bool {
    let mut rest = text.as_bytes();
    for (place, digits) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if place > 0 {
            rest = rest.strip_prefix(b"-").unwrap_or(rest);
        }
        match rest.split_at_checked(digits) {
            Some((group, after)) if group.iter().all(u8::is_ascii_hexdigit) => rest = after,
            _ => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> (String, bool) {
        let template = Template::parse(text).unwrap();
        let shape = template.shape().into_iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Segment => "{}".to_owned(),
            Part::Rest => "{*}".to_owned(),
        });
        (shape.collect(), template.is_plain())
    }

    #[test]
    fn shapes() {
        assert_eq!(shape("/"), ("/".into(), true));
        assert_eq!(shape("/items/"), ("/items/".into(), true));
        assert_eq!(shape("/items/{id}"), ("/items/{}".into(), true));
        assert_eq!(shape("/nums/{n:int}"), ("/nums/{}".into(), false));
        assert_eq!(shape("/tree/{where:path}"), ("/tree/{*}".into(), true));
        assert_eq!(shape("/blobs/{name:path}/meta"), ("/blobs/{*}".into(), false));
        assert_eq!(shape("/mix/{a}-{b}.{ext}/x/{c}"), ("/mix/{}/x/{}".into(), false));
        assert_eq!(shape("/v{a}/{b}"), ("/{}/{}".into(), false));
        assert_eq!(shape("/{a}{b}/"), ("/{}/".into(), false));
        for mixed in [
            "/x/v{a:path}",
            "/x/{a:path}.txt/b",
            "/x/{a}{b:path}",
            "/x/{a:path}{b}/",
            "/x/{a}-{b:path}{c}",
        ] {
            assert_eq!(shape(mixed), ("/x/{*}".into(), false), "{mixed}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (text, part) in [
            ("items", "must start"),
            ("/{a", "without a \"}\""),
            ("/a}", "without a \"{\""),
            ("/{}", "without a name"),
            ("/{a}/{a}", "twice"),
            ("/{a:hex}", "converter"),
        ] {
            let error = Template::parse(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn the_regex_is_greedy_as_starlettes() {
        let regex = Template::parse("/mix/{a}-{b}.{ext}").unwrap().regex().unwrap();
        let groups = regex.captures("/mix/a-b-7.tar.gz").unwrap();
        assert_eq!((&groups[1], &groups[2], &groups[3]), ("a-b", "7.tar", "gz"));
    }
}
