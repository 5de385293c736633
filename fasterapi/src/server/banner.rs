//! What the operator reads on stderr, in uvicorn's form.

pub(crate) use crate::logging::{LogLevel as Level, log};

/// What is said once the server listens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Banner {
    /// The path of the documentation page, root path included; `None` when there is none.
    pub(crate) docs: Option<String>,
}

impl Banner {
    /// Says where the app and its docs are; an address is `http://host:port` or `unix:path`.
    pub(super) fn print(&self, addresses: &[String]) {
        log(
            Level::Info,
            format_args!("Started server process [{}]", std::process::id()),
        );
        for address in addresses {
            log(
                Level::Info,
                format_args!("fasterapi running on {address} (Press CTRL+C to quit)"),
            );
        }
        if let Some(docs) = addresses.iter().find_map(|address| self.docs_line(address)) {
            log(Level::Info, docs);
        }
    }

    /// Where the docs are. Nobody's browser opens a unix socket, nor the address `0.0.0.0` on every system.
    fn docs_line(&self, address: &str) -> Option<String> {
        let docs = self.docs.as_ref()?;
        if !address.starts_with("http") {
            return None;
        }
        let address = address
            .replace("//0.0.0.0:", "//127.0.0.1:")
            .replace("//[::]:", "//[::1]:");
        Some(format!("Docs at {address}{docs}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_have_an_address_a_browser_opens() {
        let banner = Banner {
            docs: Some("/api/docs".to_owned()),
        };
        assert_eq!(
            banner.docs_line("http://0.0.0.0:80").unwrap(),
            "Docs at http://127.0.0.1:80/api/docs"
        );
        assert_eq!(
            banner.docs_line("http://[::]:80").unwrap(),
            "Docs at http://[::1]:80/api/docs"
        );
        assert_eq!(banner.docs_line("unix:/run/app.sock"), None);
        assert_eq!(Banner::default().docs_line("http://127.0.0.1:80"), None);
    }
}
