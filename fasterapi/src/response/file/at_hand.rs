//! Files that the system has in memory, opened and read on the spot: where no disk is waited for, no other thread is needed.
//!
//! Linux says when it would have to wait (`RESOLVE_CACHED` of openat2(2), `RWF_NOWAIT` of preadv2(2)); the caller then
//! takes the way over the blocking pool, which leaves the file in memory for the next time.

use std::fs::{File, Metadata};
use std::io::{self, IoSliceMut};
use std::ops::Range;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2, statfs};
use rustix::io::{Errno, ReadWriteFlags, preadv2};

/// File systems whose files are opened without waiting for anybody once their names are known: ext2 to ext4, xfs, btrfs,
/// tmpfs, overlayfs, f2fs. A server behind a network may be asked at every opening.
const LOCAL: [u64; 6] = [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630, 0xF2F5_2010];

/// Opens files below a folder, as long as the system can do it at once.
#[derive(Debug)]
pub(crate) struct AtHand {
    /// The device that holds the folder. Another one may be mounted below it.
    device: u64,
    links: bool,
    /// The system turned out not to know how.
    off: AtomicBool,
}

impl AtHand {
    /// `None` where files have to be waited for. `links`: symbolic links are followed. Blocks.
    pub(crate) fn below(folder: &Path, links: bool) -> Option<Self> {
        #[allow(
            clippy::cast_sign_loss,
            reason = "its type is another on each processor, and it has 32 bits"
        )]
        let kind = statfs(folder).ok()?.f_type as u64 & 0xFFFF_FFFF;
        let device = folder.metadata().ok()?.dev();
        LOCAL.contains(&kind).then(|| Self {
            device,
            links,
            off: AtomicBool::new(false),
        })
    }

    /// Whether it is worth a try.
    pub(crate) fn works(&self) -> bool {
        !self.off.load(Ordering::Relaxed)
    }

    /// Opens a regular file; `None` when there is none, or it has to be waited for. The path is absolute, and free of `..`.
    pub(crate) fn open(&self, path: &Path) -> Option<(File, Metadata)> {
        // a pipe would be waited for without NONBLOCK
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let mut resolve = ResolveFlags::CACHED;
        if !self.links {
            resolve |= ResolveFlags::NO_SYMLINKS;
        }
        let file = match openat2(CWD, path, flags, Mode::empty(), resolve) {
            Ok(file) => File::from(file),
            Err(error) => {
                self.judge(&error.into());
                return None;
            }
        };
        let metadata = file.metadata().ok()?;
        if metadata.dev() != self.device {
            self.off.store(true, Ordering::Relaxed);
            return None;
        }
        metadata.is_file().then_some((file, metadata))
    }

    /// Tries no more where the system does not know how: old, or a sandbox.
    pub(crate) fn judge(&self, error: &io::Error) {
        let unknown = [Errno::NOSYS, Errno::INVAL, Errno::OPNOTSUPP, Errno::PERM];
        if error
            .raw_os_error()
            .is_some_and(|error| unknown.iter().any(|unknown| unknown.raw_os_error() == error))
        {
            self.off.store(true, Ordering::Relaxed);
        }
    }
}

/// Appends a part of the file to `bytes`.
///
/// # Errors
/// `WouldBlock` when not all of it is in memory, or there.
pub(super) fn read(file: &File, part: &Range<u64>, bytes: &mut Vec<u8>) -> io::Result<()> {
    let before = bytes.len();
    let length = usize::try_from(part.end - part.start).map_err(io::Error::other)?;
    bytes.resize(before + length, 0);
    let mut room = [IoSliceMut::new(&mut bytes[before..])];
    let read = preadv2(file, &mut room, part.start, ReadWriteFlags::NOWAIT)?;
    if read == length {
        Ok(())
    } else {
        Err(io::ErrorKind::WouldBlock.into())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_just_written_is_at_hand() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let Some(files) = AtHand::below(&folder, false) else {
            return; // the file system is none of those
        };
        let path = folder.join("a.txt");
        fs::write(&path, "at hand").unwrap();
        fs::create_dir(folder.join("b")).unwrap();
        std::os::unix::fs::symlink(&path, folder.join("link")).unwrap();
        for nothing in ["b", "link", "none"] {
            assert!(files.open(&folder.join(nothing)).is_none(), "{nothing}");
        }
        if !files.works() {
            return; // the system does not know how
        }
        let (file, metadata) = files.open(&path).unwrap();
        assert_eq!(metadata.len(), 7);
        let mut bytes = b"it is ".to_vec();
        match read(&file, &(0..7), &mut bytes) {
            Ok(()) => assert_eq!(bytes, b"it is at hand"),
            Err(error) => assert_eq!(
                error.kind(),
                io::ErrorKind::Unsupported,
                "the file system may not know how"
            ),
        }
        assert!(read(&file, &(3..9), &mut Vec::new()).is_err());
        let links = AtHand::below(&folder, true).unwrap();
        assert!(links.open(&folder.join("link")).is_some());
    }
}
