//! [`Frames`]: finds the frames in a stream of bytes that goes by.

/// The length of a frame's head (RFC 9113, section 4.1).
const HEAD: usize = 9;

/// The kinds of frames that matter here (RFC 9113, section 6).
pub(super) mod kind {
    pub(in super::super) const DATA: u8 = 0;
    pub(in super::super) const HEADERS: u8 = 1;
    pub(in super::super) const RST_STREAM: u8 = 3;
    pub(in super::super) const GOAWAY: u8 = 7;
    pub(in super::super) const CONTINUATION: u8 = 9;
}

pub(super) const END_STREAM: u8 = 1;
pub(super) const END_HEADERS: u8 = 4;

/// The head of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) stream: u32,
}

/// What has gone by.
#[derive(Debug)]
pub(super) enum Passed {
    /// The head of a frame.
    Head(Frame),
    /// A part of its payload, the last or not.
    Payload { complete: bool },
}

/// Finds the frames in a stream of bytes, however they are cut. What is no HTTP/2 gives nonsense, and the connection
/// ends for it elsewhere.
#[derive(Debug)]
pub(super) struct Frames {
    head: [u8; HEAD],
    /// How much of the head is there.
    have: usize,
    /// How many bytes are to come before the next head.
    payload: usize,
}

impl Frames {
    /// The first frame begins after `preface` bytes.
    pub(super) fn after(preface: usize) -> Self {
        Self {
            head: [0; HEAD],
            have: 0,
            payload: preface,
        }
    }

    /// Calls `passed` for what `bytes` are.
    pub(super) fn advance(&mut self, mut bytes: &[u8], mut passed: impl FnMut(Passed)) {
        while !bytes.is_empty() {
            if self.payload > 0 {
                let taken = self.payload.min(bytes.len());
                self.payload -= taken;
                bytes = &bytes[taken..];
                passed(Passed::Payload {
                    complete: self.payload == 0,
                });
                continue;
            }
            let taken = (HEAD - self.have).min(bytes.len());
            self.head[self.have..self.have + taken].copy_from_slice(&bytes[..taken]);
            self.have += taken;
            bytes = &bytes[taken..];
            if self.have == HEAD {
                self.have = 0;
                let [a, b, c, kind, flags, stream @ ..] = self.head;
                self.payload = u32::from_be_bytes([0, a, b, c]) as usize;
                passed(Passed::Head(Frame {
                    kind,
                    flags,
                    // the first bit is reserved
                    stream: u32::from_be_bytes(stream) & (u32::MAX >> 1),
                }));
                if self.payload == 0 {
                    passed(Passed::Payload { complete: true });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
        [&head[..], payload].concat()
    }

    #[test]
    fn frames_are_found_however_they_are_cut() {
        let bytes = [
            b"PRI".to_vec(),
            frame(4, 0, 0, &[0; 6]),
            frame(kind::HEADERS, 5, 1, b"head"),
            frame(kind::DATA, 0, 1 | 1 << 31, &[7; 300]),
            frame(4, 1, 0, b""),
        ]
        .concat();
        for size in [1, 2, 8, 9, 10, 64, bytes.len()] {
            let mut frames = Frames::after(3);
            let (mut heads, mut complete) = (Vec::new(), 0);
            for piece in bytes.chunks(size) {
                frames.advance(piece, |passed| match passed {
                    Passed::Head(Frame { kind, flags, stream }) => heads.push((kind, flags, stream)),
                    Passed::Payload { complete: true } => complete += 1,
                    Passed::Payload { complete: false } => {}
                });
            }
            assert_eq!(
                heads,
                [(4, 0, 0), (1, 5, 1), (0, 0, 1), (4, 1, 0)],
                "in pieces of {size}"
            );
            assert_eq!(complete, 5, "in pieces of {size}");
        }
    }
}
