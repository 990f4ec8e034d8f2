"""Looks at a report in HTML with other people's programs, and prints what is wrong with it as JSON.

Usage: check_report.py structure|tidy|axe < page

structure: html5lib reads it strictly, and each part has what an accessible page needs
tidy:      HTML Tidy has nothing to say
axe:       axe in Chromium finds no violation, on a light ground and on a dark one
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

CHROMIUM = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)


def structure(page):
    import html5lib

    html = "{http://www.w3.org/1999/xhtml}"
    svg = "{http://www.w3.org/2000/svg}"
    problems = []
    parser = html5lib.HTMLParser(strict=False)
    root = parser.parse(page)
    problems += [f"line {place[0]}: {code}" for place, code, _ in parser.errors]
    every = list(root.iter())
    names = [element.tag for element in every]
    for name in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
        if html + name in names:
            problems.append(f"there is a {name}")
    ids = [element.get("id") for element in every if element.get("id")]
    problems += [f"{name} is there twice" for name in set(ids) if ids.count(name) > 1]
    for element in every:
        for name, value in element.attrib.items():
            if str(name).startswith("on"):
                problems.append(f"{name} on a {element.tag}")
            if name in ("href", "src") and value.lstrip("#") not in ids:
                problems.append(f"{value} leads nowhere")
            if name in ("aria-labelledby", "aria-describedby"):
                problems += [f"{part} is no part" for part in value.split() if part not in ids]
    style = "".join(element.text or "" for element in root.iter(html + "style"))
    if re.search(r"@import|url\(\s*['\"]?(?!#)", style):
        problems.append("the style fetches something")
    if names.count(html + "h1") != 1 or not root.get("lang") or not root.find(f".//{html}title").text:
        problems.append("no single h1, no language or no title")
    for table in root.iter(html + "table"):
        caption = table.find(html + "caption")
        if caption is None or not "".join(caption.itertext()).strip():
            problems.append("a table without a caption")
        if any(cell.get("scope") not in ("row", "col") for cell in table.iter(html + "th")):
            problems.append("a heading of a table without a scope")
        rows = [sum(cell.tag in (html + "th", html + "td") for cell in row) for row in table.iter(html + "tr")]
        if len(set(rows)) != 1:
            problems.append(f"rows of a table have {sorted(set(rows))} cells")
    for drawing in root.iter(svg + "svg"):
        title, desc = drawing.find(svg + "title"), drawing.find(svg + "desc")
        if drawing.get("role") != "img" or title is None or not title.text or desc is None or not desc.text:
            problems.append("a drawing without a role, a title or a description")
    text = [" ".join("".join(cell.itertext()).split()) for cell in root.iter(html + "th") if cell.get("scope") == "row"]
    return {"problems": problems, "rows": text}


def tidy(page):
    found = subprocess.run(["tidy", "-quiet", "-errors", "-utf8"], input=page, text=True, capture_output=True)
    return {"problems": [line for line in found.stderr.splitlines() if line.strip()]}


def axe(page):
    import axe_playwright_python

    source = os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js")
    with open(source, encoding="utf-8") as file:
        library = file.read()
    # The page itself allows no script; its copy does.
    page = re.sub(r"<meta http-equiv=[^>]*>", "", page)
    run = """axe.run().then(found => { const result = document.createElement("pre"); result.id = "axe-result";
      result.textContent = JSON.stringify({passes: found.passes.length,
      problems: found.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html).join(" "))});
      document.body.appendChild(result) })"""
    page = page.replace("</body>", f"<script>{library}</script><script>{run}</script></body>")
    problems, passes = [], 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
        for scheme in ("1", "0"):
            command = [
                CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile{scheme}",
                f"--blink-settings=preferredColorScheme={scheme}", "--virtual-time-budget=60000", "--dump-dom",
                "file://" + path,
            ]
            found = subprocess.run(command, text=True, capture_output=True, timeout=300)
            match = re.search(r'<pre id="axe-result">(.*?)</pre>', found.stdout, re.S)
            if not match:
                return {"problems": ["axe did not run: " + found.stderr[-500:]]}
            import html

            result = json.loads(html.unescape(match[1]))
            passes += result["passes"]
            problems += result["problems"]
    return {"problems": problems, "passes": passes}


if __name__ == "__main__":
    print(json.dumps({"structure": structure, "tidy": tidy, "axe": axe}[sys.argv[1]](sys.stdin.read())))
