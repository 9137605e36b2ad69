using System.Globalization;

namespace Telemetry.Storage.Operations.Declared;

/// <summary>
/// One figure as somebody states it. Two of one identity are one figure stated twice: the later statement is in force,
/// the earlier one is superseded and stays. Of several that hold on a day for one slot of a subject, the one that
/// begins last is in force, so that the order in which they were declared is of no matter.
/// </summary>
/// <param name="Source">Where it comes from, such as a report's number; 1 to 200 characters.</param>
public abstract record Declaration(string Source)
{
    public abstract FigureKind Kind { get; }

    /// <summary>What it is about: <c>PLANT/METER</c>, a district or <c>city</c>, and so on.</summary>
    public abstract string Subject { get; }

    /// <summary>What tells apart figures that hold for a subject at once; empty where there is only one.</summary>
    public virtual string Slot => "";

    /// <summary>First local day it holds.</summary>
    public abstract DateOnly From { get; }

    /// <summary>First local day it no longer holds; null while it lasts.</summary>
    public abstract DateOnly? Until { get; }

    public bool HoldsOn(DateOnly day) => From <= day && (Until is not { } end || day < end);

    /// <summary>Who is looked up in the ledger to find it.</summary>
    internal abstract string LedgerSubject { get; }

    /// <summary>What it says, as one JSON object with the keys of the kind's columns.</summary>
    public string ToJson() => Forms.FigureForm.JsonOf(this);

    /// <summary>What makes two statements one figure.</summary>
    internal virtual string Identity => $"{Subject}|{Slot}|{Iso(From)}";

    /// <param name="district">Null for the city.</param>
    protected static string ScopeSubject(Domain.Identifiers.DistrictId? district) =>
        (district is { } one ? Operations.Scope.Of(one) : Operations.Scope.City).ToString();

    internal static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Iso(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
