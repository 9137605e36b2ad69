using System.Diagnostics;
using System.Globalization;

namespace Telemetry.Rig;

/// <summary>Bounded polling. Only for real processes, whose clocks and threads no test can drive.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task TrueAsync(Func<bool> condition, TimeSpan timeout, string? what = null) =>
        TrueAsync(() => Task.FromResult(condition()), timeout, what);

    /// <summary>Throws <see cref="TimeoutException"/> that names <paramref name="what"/> was awaited.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan timeout, string? what = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > timeout) throw Late(timeout, what);
            await Task.Delay(Pause);
        }
    }

    /// <summary>
    /// Polls until <paramref name="actual"/> gives the value, and says the last one seen where it never did.
    /// </summary>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> actual, TimeSpan timeout, string? what = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await actual();
            if (EqualityComparer<T>.Default.Equals(seen, expected)) return;
            if (Stopwatch.GetElapsedTime(began) > timeout)
                throw Late(timeout, $"{what ?? "the value"}: expected {expected}, last seen {seen}");
            await Task.Delay(Pause);
        }
    }

    private static TimeoutException Late(TimeSpan timeout, string? what) => new(
        string.Create(
            CultureInfo.InvariantCulture, $"not within {timeout.TotalSeconds:0.#} s: {what ?? "the condition"}"));
}
