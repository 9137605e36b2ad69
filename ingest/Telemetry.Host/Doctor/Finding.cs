namespace Telemetry.Host.Doctor;

/// <summary>How a finding is to be taken, from best to worst.</summary>
internal enum Mark
{
    Ok,

    /// <summary>Told so that it is known; nothing is judged, or nothing can be seen from here.</summary>
    Note,
    Warning,
    Failure,
}

/// <summary>One thing that was looked at. Never holds a secret.</summary>
/// <param name="Found">What was found.</param>
/// <param name="Matters">Why it matters; empty where it is in order.</param>
/// <param name="Change">What to change, with options and files by name; empty where nothing.</param>
internal sealed record Finding(Mark Mark, string Found, string Matters = "", string Change = "")
{
    public static Finding Ok(string found) => new(Mark.Ok, found);

    public static Finding Note(string found, string matters = "", string change = "") =>
        new(Mark.Note, found, matters, change);

    public static Finding Warning(string found, string matters, string change) =>
        new(Mark.Warning, found, matters, change);

    public static Finding Failure(string found, string matters, string change) =>
        new(Mark.Failure, found, matters, change);
}
