"""Line coverage of the projects of src over all test projects: coverage.py FOLDER, below which coverlet has written coverage.cobertura.xml files."""
import collections
import glob
import sys
import xml.etree.ElementTree

hits = collections.defaultdict(dict)
for report in glob.glob(f"{sys.argv[1]}/**/coverage.cobertura.xml", recursive=True):
    for package in xml.etree.ElementTree.parse(report).iter("package"):
        lines = hits[package.get("name")]
        for of in package.iter("class"):
            for line in of.iter("line"):
                at = (of.get("filename").split("/")[-1], of.get("name").split("/")[0], line.get("number"))
                lines[at] = lines.get(at, False) or line.get("hits") != "0"

rows = [(name, sum(lines.values()), len(lines)) for name, lines in sorted(hits.items()) if lines]
rows.append(("all", sum(row[1] for row in rows), sum(row[2] for row in rows)))
for name, covered, lines in rows:
    print(f"{name:<28} {100 * covered / max(1, lines):5.1f} % of {lines:6,} lines")
