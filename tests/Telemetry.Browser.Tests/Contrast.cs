using Microsoft.Playwright;

namespace Telemetry.Browser.Tests;

/// <summary>
/// The contrast of every visible text against what lies behind it, by computed styles: WCAG 2.2, 1.4.3 (AA): 4.5, and 3
/// for large text (24 px, or 18.66 px bold).
/// </summary>
internal static class Contrast
{
    private const string Measure =
        """
        () => {
          const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
          const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const parse = text => { const p = text.match(/[\d.]+/g).map(Number); return p.length === 3 ? [...p, 1] : p; };
          const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] + below[i] * (1 - top[3])).concat(1);
          const behind = node => {
            const layers = [];
            for (let n = node; n; n = n.parentElement) {
              const c = parse(getComputedStyle(n).backgroundColor);
              layers.push(c);
              if (c[3] === 1) break;
            }
            return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
          };
          const found = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const node = walk.currentNode.parentElement;
            if (!walk.currentNode.textContent.trim() || node.closest('script, noscript, .unseen, .skip, [hidden]')) continue;
            const box = node.getBoundingClientRect();
            if (box.width <= 1 || box.height <= 1) continue;
            const style = getComputedStyle(node);
            const ground = behind(node);
            const a = luminance(over(parse(style.color), ground)), b = luminance(ground);
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
            const needed = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
            if (ratio < needed) found.push(`${ratio.toFixed(2)} < ${needed}: "${walk.currentNode.textContent.trim().slice(0, 60)}" (${node.className || node.tagName})`);
          }
          return found;
        }
        """;

    /// <summary>Texts that are too faint, each in words.</summary>
    public static Task<string[]> TooFaintAsync(IPage page) => page.EvaluateAsync<string[]>(Measure);
}
