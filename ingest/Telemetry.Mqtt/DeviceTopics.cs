namespace Telemetry.Mqtt;

/// <summary>The topics under one root: which ones devices may fill, and which are the host's own.</summary>
public sealed class DeviceTopics
{
    /// <summary>
    /// Subtrees below the root that devices publish in. Subscriptions name these alone: <c>{root}/#</c> would bring our
    /// own live topics back as readings.
    /// </summary>
    public static readonly IReadOnlyList<string> Subtrees = ["plants", "vehicles", "facilities"];

    private readonly string _prefix;
    private readonly string _livePrefix;

    public DeviceTopics(string root)
    {
        if (!IsValidRoot(root)) throw new ArgumentException($"\"{root}\" is not a topic root", nameof(root));
        Root = root;
        _prefix = root + "/";
        _livePrefix = root + "/live/";
        LiveFilter = root + "/live/#";
        DeviceFilters = [.. Subtrees.Select(subtree => $"{root}/{subtree}/#")];
    }

    public string Root { get; }

    /// <summary>One filter a subtree, in the order of <see cref="Subtrees"/>.</summary>
    public IReadOnlyList<string> DeviceFilters { get; }

    public string LiveFilter { get; }

    public bool IsUnderRoot(string topic) =>
        topic.StartsWith(_prefix, StringComparison.Ordinal) || topic == Root;

    /// <summary>True for <c>{root}/live</c> and everything below it, which only the host writes.</summary>
    public bool IsLive(string topic) =>
        topic.StartsWith(_livePrefix, StringComparison.Ordinal)
        || (topic.Length == _livePrefix.Length - 1 && _livePrefix.StartsWith(topic, StringComparison.Ordinal));

    /// <param name="below">Such as <c>plants/sewage-1</c>.</param>
    public string Live(string below) => _livePrefix + below;

    /// <summary>The part below <c>{root}/live/</c>.</summary>
    public string BelowLive(string topic) => topic[_livePrefix.Length..];

    /// <summary>One or more levels of plain text: no wildcard, no empty level, no leading <c>$</c>.</summary>
    public static bool IsValidRoot(string root) =>
        root.Length is > 0 and <= 200
        && root[0] != '$'
        && !root.AsSpan().ContainsAny('+', '#', '\0')
        && root.Split('/').All(level => level.Length > 0);
}
