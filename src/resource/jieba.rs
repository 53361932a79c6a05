//! The dictionary of Chinese words, loaded when it is first asked for: it costs 0.25 s and 32 MB.

use std::sync::LazyLock;

use jieba_rs::Jieba;

/// The dictionary that comes with jieba.
pub fn jieba() -> &'static Jieba {
    static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);
    &JIEBA
}
