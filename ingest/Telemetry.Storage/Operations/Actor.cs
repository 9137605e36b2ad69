using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Storage.Operations;

/// <summary>
/// Who did something. Written <c>account:NAME</c>, <c>token:NAME</c>, <c>local</c> (somebody on an unauthenticated
/// loopback host) or <c>program:ROLE</c> (the host itself, such as <c>program:derive</c>). There is no action without
/// one.
/// </summary>
public sealed record Actor
{
    private const int LongestName = 100;

    /// <summary>Somebody at the machine itself, where no account is asked for.</summary>
    public static readonly Actor Local = new(ActorKind.Local, "");

    /// <summary>The derivation, for what follows from late data, declared figures or the registry.</summary>
    public static readonly Actor Derive = new(ActorKind.Program, "derive");

    /// <summary>The web part, for what happens before anybody is known: a lock-out.</summary>
    public static readonly Actor Web = new(ActorKind.Program, "web");

    private Actor(ActorKind kind, string name) => (Kind, Name) = (kind, name);

    public ActorKind Kind { get; }

    /// <summary>Empty for <see cref="Local"/> alone.</summary>
    public string Name { get; }

    /// <exception cref="ArgumentException">The name is empty, longer than 100 characters, or has control characters.
    /// </exception>
    public static Actor Account(string name) => new(ActorKind.Account, Checked(name));

    /// <inheritdoc cref="Account"/>
    public static Actor Token(string name) => new(ActorKind.Token, Checked(name));

    /// <summary>As <see cref="ToString"/> writes it; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Actor? actor)
    {
        actor = text switch
        {
            null => null,
            "local" => Local,
            _ when text.StartsWith("account:", StringComparison.Ordinal) => Named(ActorKind.Account, text[8..]),
            _ when text.StartsWith("token:", StringComparison.Ordinal) => Named(ActorKind.Token, text[6..]),
            _ when text.StartsWith("program:", StringComparison.Ordinal) => Named(ActorKind.Program, text[8..]),
            _ => null,
        };
        return actor is not null;
    }

    public override string ToString() => Kind switch
    {
        ActorKind.Account => "account:" + Name,
        ActorKind.Token => "token:" + Name,
        ActorKind.Program => "program:" + Name,
        _ => "local",
    };

    internal static Actor Parse(string text) =>
        TryParse(text, out var actor) ? actor : throw new InvalidDataException($"'{text}' names no actor");

    private static Actor? Named(ActorKind kind, string name) => IsName(name) ? new Actor(kind, name) : null;

    private static bool IsName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);

    private static string Checked(string name) => IsName(name)
        ? name
        : throw new ArgumentException($"'{name}' is no actor's name: 1 to {LongestName} characters", nameof(name));
}

public enum ActorKind
{
    Account,
    Token,

    /// <summary>Somebody on an unauthenticated loopback host.</summary>
    Local,

    /// <summary>The host itself.</summary>
    Program,
}
