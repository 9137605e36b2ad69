using Telemetry.Domain.Derived;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Tests.Contract;

namespace Telemetry.Storage.Tests.Derived;

/// <summary>
/// What every store promises of derived rows, run over each of them. Its parts: rows in <c>Writing</c>, questions in
/// <c>Reading</c>, what has changed in <c>Changes</c>.
/// </summary>
public abstract partial class DerivedContract
{
    /// <summary>2009-02-28T16:00:00Z, local midnight of 1 March in the reference city.</summary>
    protected const long T0 = 1_235_836_800_000;

    protected const long Hour = 3_600_000;
    protected const long Day = 24 * Hour;

    protected static readonly Series Effluent = new(DerivedMeasurements.VolumeHourly, "effluent", "sewage-1");
    protected static readonly Series Influent = new(DerivedMeasurements.VolumeHourly, "influent", "sewage-1");
    protected static readonly Series Plant = new(DerivedMeasurements.PlantDaily, "sewage-1");
    protected static readonly Series Flow = new(Measurements.PlantFlow, "effluent", "sewage-1");
    protected static readonly Series Resets = new(Measurements.MeterEvent, "effluent", "sewage-1");

    private readonly ContractBook _book = new(new Guid("5e3f0a52-6d6c-4a3e-9f3e-0d3f8f1b7a02"));
    private readonly RejectedInMemory _rejected = new();

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A fresh store over an empty database.</summary>
    protected abstract Task<IContractStore> CreateSut();

    protected static DateTimeOffset At(long timeMs) => DateTimeOffset.FromUnixTimeMilliseconds(timeMs);

    /// <summary>An hour of the effluent with a volume.</summary>
    private protected static DerivedPoint HourRow(long timeMs, double volume) => HourRow(Effluent, timeMs, volume);

    private protected static DerivedPoint HourRow(Series series, long timeMs, double volume) =>
        new DerivedPoint(series, timeMs)
            .Set(DerivedMeasurements.VolumeM3, volume)
            .Set(DerivedMeasurements.Valid, true);

    private protected async Task WriteLines(IContractStore sut, params string[] lines)
    {
        await sut.Store.WriteAsync(_book.Next(lines), _rejected, Ct);
        Assert.Empty(_rejected.Lines);
    }

    private protected static async Task<StoredPoint> Single(IContractStore sut, Series series) =>
        Assert.Single(await sut.Derived.ReadAsync(series, At(0), At(4_102_444_800_000), Ct));

    private protected static double VolumeOf(StoredPoint? row) =>
        row!.Values.Number(DerivedMeasurements.VolumeM3)!.Value;
}
