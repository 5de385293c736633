//! A plain [`Response`] of any of the small response types.

use super::{FileResponse, Html, PlainText, Redirect, Respond, Responder, Response, StreamingResponse};

macro_rules! into_response {
    ($($type:ty $(, $param:ident)?;)*) => {$(
        impl$(<$param: Into<bytes::Bytes>>)? From<$type> for Response {
            fn from(value: $type) -> Self {
                value.respond(Respond::default())
            }
        }
    )*};
}

into_response! {
    FileResponse;
    Html<T>, T;
    PlainText<T>, T;
    Redirect;
    StreamingResponse;
}
