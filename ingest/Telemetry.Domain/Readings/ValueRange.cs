namespace Telemetry.Domain.Readings;

/// <summary>From <paramref name="Min"/> to <paramref name="Max"/>, both inclusive. NaN is in no range.</summary>
public readonly record struct ValueRange(double Min, double Max)
{
    /// <summary>Every finite number.</summary>
    public static readonly ValueRange Finite = new(double.MinValue, double.MaxValue);

    public static readonly ValueRange NotNegative = new(0, double.MaxValue);

    public bool Contains(double value) => value >= Min && value <= Max;

    public override string ToString() => (Min, Max) switch
    {
        (double.MinValue, double.MaxValue) => "a finite number",
        (_, double.MaxValue) => FormattableString.Invariant($"{Min} or more"),
        (double.MinValue, _) => FormattableString.Invariant($"{Max} or less"),
        _ => FormattableString.Invariant($"{Min} to {Max}"),
    };
}
