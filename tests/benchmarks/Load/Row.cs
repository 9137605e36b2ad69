namespace Telemetry.Benchmarks.Load;

/// <summary>One row of the table: what is ours, what it is held against, pair by pair.</summary>
/// <param name="Wanted">The ratio wanted; NaN where none is, and the row is for information.</param>
/// <param name="AtLeast">True where the ratio has to be that or more, false where that or less.</param>
internal sealed record Row(string Name, string Unit, string Limit, double Wanted, bool AtLeast)
{
    public List<double> Ours { get; } = [];

    public List<double> Theirs { get; } = [];

    public IReadOnlyList<double> Ratios => [.. Ours.Zip(Theirs, static (ours, theirs) => ours / theirs)];

    public double Ratio => Figures.Median(Ratios);

    public bool IsInformation => double.IsNaN(Wanted);

    /// <summary>False, too, where nothing was measured.</summary>
    public bool Holds => IsInformation || AtLeast ? Ratio >= Wanted : Ratio <= Wanted;

    public void Add(double ours, double theirs)
    {
        Ours.Add(ours);
        Theirs.Add(theirs);
    }
}
