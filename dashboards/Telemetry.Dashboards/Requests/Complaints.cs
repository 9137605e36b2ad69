using Microsoft.AspNetCore.Http.HttpResults;

namespace Telemetry.Dashboards.Requests;

/// <summary>Everything that is wrong with a request, so that it is said at once.</summary>
internal sealed class Complaints
{
    private readonly List<string> _words = [];

    public bool Any => _words.Count > 0;

    public string Words => string.Join("; ", _words);

    public void Add(string words) => _words.Add(words);

    /// <summary>What was said; the default where it is wrong, which is kept.</summary>
    public T Take<T>(Parsed<T> parsed)
    {
        if (parsed.IsWrong) _words.Add(parsed.Error);
        return parsed.Value;
    }

    public ProblemHttpResult Answer() => Problems.BadRequest(Words);
}
