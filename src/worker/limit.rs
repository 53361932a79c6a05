//! What a child may take of the machine. It binds itself, before it reads a byte of anything foreign.

/// The bounds of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory, stacks and program included; beyond them the child dies.
    pub memory: u64,
    /// Files open at once.
    pub files: u64,
}

#[cfg(unix)]
impl Limits {
    /// Binds this process, for good: no core dump, no byte into any file, no more memory and files than said.
    pub(super) fn bind(self) -> std::io::Result<()> {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let mut bounds = vec![(Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nofile, self.files)];
        // On a Mac no limit of address space holds.
        if cfg!(not(target_vendor = "apple")) {
            bounds.push((Resource::As, self.memory));
        }
        for (resource, most) in bounds {
            let most = Some(getrlimit(resource).maximum.map_or(most, |maximum| maximum.min(most)));
            setrlimit(resource, Rlimit { current: most, maximum: most })?;
        }
        Ok(())
    }

    /// Ends this process when it has worked for so many seconds more, should the one that watches it be gone.
    pub(super) fn bind_time(seconds: u32) -> std::io::Result<()> {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        use rustix::time::{ClockId, clock_gettime};
        let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
        let maximum = getrlimit(Resource::Cpu).maximum;
        let current = used.saturating_add(seconds.into()).saturating_add(1);
        let current = Some(maximum.map_or(current, |maximum| maximum.min(current)));
        Ok(setrlimit(Resource::Cpu, Rlimit { current, maximum })?)
    }
}

#[cfg(not(unix))]
impl Limits {
    /// There are none to be had.
    pub(super) fn bind(self) -> std::io::Result<()> {
        Ok(())
    }

    /// There are none to be had.
    pub(super) fn bind_time(_: u32) -> std::io::Result<()> {
        Ok(())
    }
}
