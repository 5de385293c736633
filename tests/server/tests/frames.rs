//! WebSockets frame by frame, over raw sockets: the cases of Autobahn's test suite, by its numbers.
//!
//! The server echoes. Each case sends bytes, says that it sends no more, and looks at all that came back: what ends the
//! connection is part of it.

#![cfg(unix)]

use std::sync::OnceLock;

use fasterapi::prelude::*;
use fasterapi::websocket::WebSocketConfig;
use server_tests::frames::{BYTES, CLOSE, FIN, Frame, MORE, PING, PONG, Socket, TEXT, closing, frame, head};

const LIMIT: usize = 16 * 1024 * 1024;

#[websocket("/ws")]
async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}

/// The address of the server, which serves as long as the tests run.
fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address").to_string())
                    .expect("somebody asks");
                let app = App::new()
                    .websockets(WebSocketConfig::new().max_message_size(LIMIT))
                    .routes(routes![echo]);
                app.serve(listener).await.expect("it serves");
            });
        });
        told.recv().expect("the server listens")
    })
}

fn open() -> Socket {
    Socket::open(address(), "/ws", "")
}

/// Sends these bytes and a normal end; gives what came before the end, which has to be answered in kind.
#[track_caller]
fn answers(bytes: &[u8], chop: usize) -> Vec<Frame> {
    let mut socket = open();
    socket.send_chopped(&[bytes, &frame(FIN | CLOSE, &closing(1000, ""))].concat(), chop);
    let mut frames = socket.receive_all();
    let end = frames.pop().expect("an answer");
    assert_eq!(end.code(), 1000, "{end:?} after {frames:?}");
    frames
}

/// Sends these bytes, and what cannot matter any more; gives what came before the end, and its code.
#[track_caller]
fn ends(bytes: &[u8]) -> (Vec<Frame>, u16) {
    let mut socket = open();
    socket.send_chopped(&[bytes, &frame(FIN | TEXT, b"too late")].concat(), 65_536);
    let mut frames = socket.receive_all();
    let end = frames.pop().expect("an answer");
    (frames, end.code())
}

#[track_caller]
fn fails_with(code: u16, bytes: &[u8]) {
    assert_eq!(ends(bytes), (Vec::new(), code));
}

fn text(payload: impl AsRef<[u8]>) -> Frame {
    Frame::new(TEXT, payload.as_ref())
}

/// 1.1 and 1.2, 9.1 and 9.2.
#[test]
fn messages_of_every_length() {
    for opcode in [TEXT, BYTES] {
        for length in [0, 1, 125, 126, 127, 128, 65_535, 65_536, 1024 * 1024, LIMIT] {
            let payload = vec![b'*'; length];
            let got = answers(&frame(FIN | opcode, &payload), usize::MAX);
            assert!(got == [Frame::new(opcode, payload)], "{opcode} {length}");
        }
        let payload = vec![0x7e; 65_536];
        let got = answers(&frame(FIN | opcode, &payload), 997);
        assert!(got == [Frame::new(opcode, payload)], "{opcode} in pieces");
    }
}

/// 2.1 to 2.6, 2.10, 2.11.
#[test]
fn pings_are_answered() {
    for payload in [
        &b""[..],
        b"Hello, world!",
        &[0, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0, 0xff],
        &[0xfe; 125],
    ] {
        for chop in [usize::MAX, 1] {
            let got = answers(&frame(FIN | PING, payload), chop);
            assert_eq!(got, [Frame::new(PONG, payload)]);
        }
    }
    fails_with(1002, &frame(FIN | PING, &[0xfe; 126]));
    let pings: Vec<Vec<u8>> = (0..10).map(|n| format!("payload-{n}").into_bytes()).collect();
    let bytes: Vec<u8> = pings.iter().flat_map(|payload| frame(FIN | PING, payload)).collect();
    let pongs: Vec<Frame> = pings.iter().map(|payload| Frame::new(PONG, &payload[..])).collect();
    assert_eq!(answers(&bytes, usize::MAX), pongs);
    assert_eq!(answers(&bytes, 1), pongs);
}

/// 2.7 to 2.9.
#[test]
fn pongs_nobody_asked_for_are_no_matter() {
    let bytes = [
        frame(FIN | PONG, b""),
        frame(FIN | PONG, b"unsolicited"),
        frame(FIN | PING, b"ours"),
    ]
    .concat();
    assert_eq!(answers(&bytes, usize::MAX), [Frame::new(PONG, *b"ours")]);
}

/// 3.1 to 3.7: no extension was agreed on.
#[test]
fn reserved_bits_fail() {
    for bits in 1..8_u8 {
        for opcode in [TEXT, BYTES, PING, CLOSE] {
            fails_with(1002, &frame(FIN | bits << 4 | opcode, b""));
        }
        let bytes = [frame(FIN | TEXT, b"Hello"), frame(FIN | bits << 4 | TEXT, b"Hello")].concat();
        assert_eq!(ends(&bytes), (vec![text("Hello")], 1002));
    }
}

/// 4.1 and 4.2.
#[test]
fn reserved_opcodes_fail() {
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        for payload in [&b""[..], b"reserved opcode payload"] {
            fails_with(1002, &frame(FIN | opcode, payload));
        }
        let bytes = [
            frame(FIN | TEXT, b"Hello"),
            frame(FIN | opcode, b"x"),
            frame(FIN | PING, b""),
        ]
        .concat();
        assert_eq!(ends(&bytes), (vec![text("Hello")], 1002));
    }
}

/// 5.1 and 5.2.
#[test]
fn control_frames_are_whole() {
    for opcode in [PING, PONG, CLOSE] {
        fails_with(1002, &[frame(opcode, b"frag"), frame(FIN | MORE, b"ment")].concat());
    }
}

/// 5.3 to 5.8, 5.19, 5.20.
#[test]
fn fragments_come_together_with_control_frames_between() {
    let (first, last) = (frame(TEXT, b"fragment1"), frame(FIN | MORE, b"fragment2"));
    let whole = text("fragment1fragment2");
    let ping = frame(FIN | PING, b"ping");
    let pong = Frame::new(PONG, *b"ping");
    for chop in [usize::MAX, 1, 7] {
        let simple = answers(&[&first[..], &last].concat(), chop);
        assert_eq!(simple, std::slice::from_ref(&whole));
        let between = answers(&[&first[..], &ping, &last].concat(), chop);
        assert_eq!(between, [pong.clone(), whole.clone()]);
        let often = [
            &first[..],
            &frame(MORE, b"f2"),
            &ping,
            &frame(MORE, b"f3"),
            &frame(MORE, b"f4"),
            &ping,
        ]
        .concat();
        let often = answers(&[&often[..], &frame(FIN | MORE, b"f5")].concat(), chop);
        assert_eq!(often, [pong.clone(), pong.clone(), text("fragment1f2f3f4f5")]);
    }
    // what is whole between comes first, and an empty fragment is one, too
    let empty = [frame(BYTES, b""), frame(MORE, b""), frame(FIN | MORE, b"")].concat();
    assert_eq!(answers(&empty, usize::MAX), [Frame::new(BYTES, *b"")]);
}

/// 5.9 to 5.18.
#[test]
fn fragments_have_an_order() {
    for first in [FIN | MORE, MORE] {
        fails_with(1002, &frame(first, b"non-continuation payload"));
        let again = [frame(TEXT, b"a"), frame(FIN | MORE, b"b"), frame(first, b"c")].concat();
        assert_eq!(ends(&again), (vec![text("ab")], 1002));
    }
    for opcode in [TEXT, BYTES] {
        fails_with(
            1002,
            &[frame(TEXT, b"fragment1"), frame(FIN | opcode, b"fragment2")].concat(),
        );
        fails_with(
            1002,
            &[frame(BYTES, b"fragment1"), frame(opcode, b"fragment2")].concat(),
        );
    }
}

const WORDS: &str = "Hello-µ@ßöäüàá-UTF-8!!";

/// 6.1, 6.2, 6.5, 6.7, 6.9, 6.11, 6.22.
#[test]
fn utf_8_may_be_split_anywhere() {
    for whole in [
        "",
        WORDS,
        "κόσμε",
        "\u{0}\u{80}\u{800}\u{10000}",
        "\u{7f}\u{7ff}\u{ffff}\u{10ffff}",
        "\u{d7ff}\u{e000}\u{fffd}",
        "\u{fffe}\u{1fffe}\u{2ffff}\u{10fffe}",
    ] {
        let bytes = whole.as_bytes();
        assert_eq!(answers(&frame(FIN | TEXT, bytes), 1), [text(whole)]);
        for at in 0..=bytes.len() {
            let (a, b) = bytes.split_at(at);
            let frames = [frame(TEXT, a), frame(MORE, b""), frame(FIN | MORE, b)].concat();
            assert_eq!(answers(&frames, usize::MAX), [text(whole)], "{whole} at {at}");
        }
        let mut octets: Vec<Vec<u8>> = bytes.iter().map(|byte| frame(MORE, &[*byte])).collect();
        octets.insert(0, frame(TEXT, b""));
        octets.push(frame(FIN | MORE, b""));
        assert_eq!(answers(&octets.concat(), usize::MAX), [text(whole)]);
    }
}

/// 6.3, 6.6, 6.8, 6.10, 6.12 to 6.21.
#[test]
fn what_is_not_utf_8_fails() {
    let invalid: [&[u8]; 24] = [
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited",
        b"\x80",
        b"\xbf",
        b"\x80\xbf\x80",
        b"\xc0\x20",
        b"\xe0\x20",
        b"\xf0\x20",
        b"\xf8\x88\x80\x80\x80",
        b"\xfc\x84\x80\x80\x80\x80",
        b"\xc0",
        b"\xe0\x80",
        b"\xf0\x80\x80",
        b"\xdf",
        b"\xef\xbf",
        b"\xf7\xbf\xbf\xbf",
        b"\xfe",
        b"\xff",
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xf4\x90\x80\x80",
    ];
    for bytes in invalid {
        fails_with(1007, &frame(FIN | TEXT, bytes));
        let octets: Vec<u8> = bytes.iter().flat_map(|byte| frame(MORE, &[*byte])).collect();
        let frames = [&frame(TEXT, WORDS.as_bytes())[..], &octets, &frame(FIN | MORE, b"")].concat();
        fails_with(1007, &frames);
    }
}

/// A character that never ends: the last frame is empty, or a control frame comes between.
#[test]
fn half_a_character_at_the_end_fails() {
    for half in [&b"\xc2"[..], b"\xe1\xbd", b"\xf4\x8f\xbf"] {
        fails_with(1007, &frame(FIN | TEXT, half));
        fails_with(1007, &[frame(TEXT, half), frame(FIN | MORE, b"")].concat());
        let mut socket = open();
        socket.send([frame(TEXT, half), frame(FIN | PING, b""), frame(FIN | MORE, b"")].concat());
        assert_eq!(socket.receive(), Some(Frame::new(PONG, *b"")));
        assert_eq!(socket.receive().map(|end| end.code()), Some(1007));
    }
}

/// 6.4: it fails as soon as nothing could mend it, with the frame not complete.
#[test]
fn what_is_not_utf_8_fails_early() {
    let mut socket = open();
    socket.send(frame(TEXT, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"));
    socket.send(frame(MORE, b"\xf4\x90\x80\x80"));
    assert_eq!(socket.receive().map(|end| end.code()), Some(1007));

    let mut socket = open();
    let whole = frame(FIN | TEXT, b"\xce\xba\xe1\xbd\xb9\xf4\x90\x80\x80edited");
    let cut = whole.len() - 6;
    socket.send(&whole[..cut]);
    assert_eq!(socket.receive().map(|end| end.code()), Some(1007));
}

/// 7.1.1 to 7.1.6: what comes after the end is no matter.
#[test]
fn the_end_is_the_end() {
    let end = frame(FIN | CLOSE, &closing(1000, ""));
    let hello = frame(FIN | TEXT, b"Hello");
    for after in [end.clone(), frame(FIN | PING, b""), hello.clone(), vec![0xff; 100]] {
        let mut socket = open();
        socket.send([&hello[..], &end, &after].concat());
        let frames = socket.receive_all();
        assert_eq!(frames.len(), 2, "{frames:?}");
        assert_eq!((&frames[0], frames[1].code()), (&text("Hello"), 1000));
    }
    assert_eq!(answers(&frame(TEXT, b"never ended"), usize::MAX), []);
    let large = frame(FIN | TEXT, &[b'x'; 256 * 1024]);
    assert_eq!(answers(&large, usize::MAX)[0].payload.len(), 256 * 1024);
}

/// 7.3 and 7.5.
#[test]
fn an_end_is_well_made() {
    let mut socket = open();
    socket.send(frame(FIN | CLOSE, b""));
    assert_eq!(socket.receive_all(), [Frame::new(CLOSE, *b"")]);
    for reason in ["", "Hello World!", &"x".repeat(123), "µ@ßöäüàá"] {
        assert_eq!(
            ends(&frame(FIN | CLOSE, &closing(1000, reason))),
            (Vec::new(), 1000),
            "{reason}"
        );
    }
    fails_with(1002, &frame(FIN | CLOSE, &[3]));
    fails_with(1002, &frame(FIN | CLOSE, &closing(1000, "x".repeat(124))));
    fails_with(1007, &frame(FIN | CLOSE, &closing(1000, b"\xce\xba\xed\xa0\x80")));
}

/// 7.7, 7.9, 7.13.
#[test]
fn only_known_codes_end_well() {
    for code in [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
    ] {
        assert_eq!(ends(&frame(FIN | CLOSE, &closing(code, ""))), (Vec::new(), code));
    }
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        fails_with(1002, &frame(FIN | CLOSE, &closing(code, "")));
    }
}

/// 10.1: a large message in small frames.
#[test]
fn many_fragments_make_one_message() {
    let payload = vec![b'*'; 65_536];
    let mut pieces: Vec<Vec<u8>> = payload.chunks(1300).map(|piece| frame(MORE, piece)).collect();
    pieces[0][0] = TEXT;
    pieces.push(frame(FIN | MORE, b""));
    assert!(answers(&pieces.concat(), usize::MAX) == [text(payload)]);
}

/// 12 and 13: an extension that is offered is not agreed on.
#[test]
fn no_extension_is_agreed_on() {
    let offer = "sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n";
    let mut socket = Socket::open(address(), "/ws", offer);
    assert!(
        !socket.answer.to_ascii_lowercase().contains("sec-websocket-extensions"),
        "{}",
        socket.answer
    );
    socket.send(frame(FIN | TEXT, b"plain"));
    assert_eq!(socket.receive(), Some(text("plain")));
}

/// RFC 6455, 5.1: a client masks.
#[test]
fn frames_without_a_mask_fail() {
    fails_with(1002, &[FIN | TEXT, 5, b'H', b'e', b'l', b'l', b'o']);
    fails_with(1002, &[FIN | CLOSE, 0]);
}

/// RFC 6455, 5.2: a length is written in as few bytes as it needs.
#[test]
fn lengths_are_written_short() {
    let mut long = vec![FIN | TEXT, FIN | 126, 0, 125];
    long.extend([0; 129]);
    fails_with(1002, &long);
    let mut longer = vec![FIN | TEXT, FIN | 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
    longer.extend([0; 4]);
    fails_with(1002, &longer);
}

#[test]
fn what_is_too_large_fails_before_it_is_there() {
    for length in [LIMIT as u64 + 1, u64::from(u32::MAX), u64::MAX >> 1, u64::MAX] {
        let mut socket = open();
        socket.send(head(FIN | BYTES, length));
        assert_eq!(socket.receive().map(|end| end.code()), Some(1009), "{length}");
    }
    // in fragments, each of which is small enough
    let mut socket = open();
    let piece = frame(MORE, &vec![0; LIMIT / 4]);
    let mut bytes = [&piece[..], &piece, &piece, &piece, &frame(MORE, b"x")].concat();
    bytes[0] = BYTES;
    socket.send_chopped(&bytes, 65_536);
    assert_eq!(socket.receive().map(|end| end.code()), Some(1009));
}

/// The first frames may come with the request itself.
#[test]
fn frames_need_not_wait_for_the_answer() {
    let early = [frame(FIN | TEXT, b"early"), frame(FIN | PING, b"bird")[..3].to_vec()].concat();
    let mut socket = Socket::open_with(address(), "/ws", "", &early);
    socket.send(&frame(FIN | PING, b"bird")[3..]);
    assert_eq!(socket.receive(), Some(text("early")));
    assert_eq!(socket.receive(), Some(Frame::new(PONG, *b"bird")));
}

#[test]
fn who_leaves_without_a_word_leaves_nothing_behind() {
    for bytes in [
        Vec::new(),
        frame(FIN | TEXT, b"x")[..3].to_vec(),
        head(FIN | BYTES, 1000),
        frame(TEXT, b"half"),
    ] {
        let mut socket = open();
        socket.send(&bytes);
        socket.end();
        assert_eq!(socket.receive_all(), []);
    }
    let mut socket = open();
    socket.send(frame(FIN | TEXT, b"last"));
    socket.end();
    assert_eq!(socket.receive_all(), [text("last")]);
}

/// A client that pings and reads nothing is not read from any more.
#[test]
fn a_flood_of_pings_is_held_back() {
    const MOST: usize = 4000;
    let mut socket = open();
    let pings = frame(FIN | PING, &[0xfe; 125]).repeat(200);
    // As many go out as both ends of the connection and the server's buffers hold.
    let taken = (0..MOST).take_while(|_| socket.is_taken(&pings)).count();
    assert!(
        taken < MOST,
        "{taken} bundles of 200 pings were taken, and no pong was read"
    );
    // the server is still there for others
    let mut other = open();
    other.send(frame(FIN | TEXT, b"hello"));
    assert_eq!(other.receive(), Some(text("hello")));
}
