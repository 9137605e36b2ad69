using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Dashboards.Requests;

/// <summary>What a request said, or what is wrong with it in words.</summary>
internal readonly record struct Parsed<T>(T Value, string? Error)
{
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsWrong => Error is not null;

    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(WrongRequest wrong) => new(default!, wrong.Error);
}

internal readonly record struct WrongRequest(string Error);

internal static class Parsed
{
    public static WrongRequest Wrong(string error) => new(error);
}
