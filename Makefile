# The two commands of the README are `make demo` and `make test`. Everything uses one build profile (dev, with
# optimised libraries), so nothing is compiled twice; the target folder honours CARGO_TARGET_DIR.

export PATH := $(PATH):$(HOME)/.cargo/bin

TARGET := $(or $(CARGO_TARGET_DIR),target)
# What the demo asks: which regions let deputies vote on the year's public projects?
MECHANISM := 民生实事项目人大代表票决制

.PHONY: demo test lint test-rocksdb deny toolchain toolchain-rocksdb clean help

help:
	@echo "make demo          build a store from data/articles and ask it a question"
	@echo "make test          all tests"
	@echo "make lint          format, clippy and documentation, warnings denied"
	@echo "make test-rocksdb  the tests of what the store does, with the on-disk backend (compiles 11 minutes of C++ the first time)"
	@echo "make deny          licences, bans, sources and advisories by cargo-deny"
	@echo "make clean         remove what was built"

demo: toolchain
	@echo "== compiling renda (about three minutes the first time)"
	cargo build --locked
	@echo "== building a store from the articles of data/articles"
	cargo run --locked --quiet -- build data/articles --store "$(TARGET)/demo.db"
	@echo "== asking: which regions have adopted $(MECHANISM)?"
	cargo run --locked --quiet -- adopted "$(MECHANISM)" --store "$(TARGET)/demo.db"

test: toolchain
	cargo test --locked

lint: toolchain
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# Pages, pictures and words do not know which backend they are read from: those tests are not run again.
test-rocksdb: toolchain toolchain-rocksdb
	cargo test --locked --features rocksdb --lib --test it -- \
	  --skip browser:: --skip payload:: --skip explorer:: --skip picture:: --skip page:: --skip rules:: \
	  --skip document:: --skip hostile:: --skip architecture:: --skip licence:: --skip unseen:: --skip floor::

deny: toolchain
	command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny check

clean:
	cargo clean

# Cargo 1.92 and a linker are all that the default build needs. What a package manager of the system has is installed
# where we may; Rust is the user's own choice to make.
toolchain:
	@command -v cargo >/dev/null || { \
	  echo "renda needs Rust 1.92 or newer, and there is no cargo here."; \
	  echo "Install it from https://rustup.rs, open a new shell, and run make again:"; \
	  echo "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"; exit 1; }
	@cargo --version | awk '{ split($$2, v, "."); if (v[1] == 1 && v[2] < 92) { \
	  print "renda needs Rust 1.92 or newer, and this is " $$2 ". Run: rustup update stable"; exit 1 } }'
	@command -v cc >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "== installing gcc, which links the program"; \
	    apt-get update -q && apt-get install -qy --no-install-recommends gcc libc6-dev; \
	  else echo "renda needs a C linker, and there is no cc here. Run: sudo apt-get install gcc libc6-dev"; exit 1; fi; }

# The RocksDB bindings are made by bindgen, which loads libclang and reads its headers.
toolchain-rocksdb:
	@if command -v g++ >/dev/null && ls /usr/lib/llvm-*/lib/libclang*.so* >/dev/null 2>&1 \
	    && ls -d /usr/lib/llvm-*/lib/clang/*/include /usr/lib/clang/*/include >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "== installing g++ and libclang, which the RocksDB backend needs"; \
	  apt-get update -q && { \
	    apt-get install -qy --no-install-recommends g++ libclang1-14 libclang-common-14-dev \
	    || apt-get install -qy --no-install-recommends g++ libclang-dev; }; \
	else echo "The RocksDB backend needs g++ and libclang."; \
	  echo "Run: sudo apt-get install g++ libclang1-14 libclang-common-14-dev"; exit 1; fi
