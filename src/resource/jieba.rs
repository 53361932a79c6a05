//! jieba with its dictionary, loaded at first need: it takes a quarter of a second and 32 MB.

use std::sync::LazyLock;

use jieba_rs::Jieba;

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The segmenter, shared by all threads.
pub fn jieba() -> &'static Jieba {
    &JIEBA
}
