using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Storage.Tests.Contract;

/// <summary>
/// What every store promises, run over each of them: a store's tests derive from this class and say how one is made.
/// Its parts: writing and merging here and in <c>Writing</c>, the books in <c>Books</c>, the questions in
/// <c>Queries</c>.
/// </summary>
public abstract partial class StoreContract
{
    protected static readonly IReadOnlyDictionary<string, string> AnyTags = new Dictionary<string, string>();

    /// <summary>2009-02-28T16:00:00Z, local midnight of 1 March in the reference city.</summary>
    protected const long T0 = 1_235_836_800_000;

    protected const string Host = "host-1";

    protected static readonly Series Influent = new(Measurements.PlantFlow, "influent", "sewage-1");
    protected static readonly Series Effluent = new(Measurements.PlantFlow, "effluent", "sewage-1");
    protected static readonly Series Elsewhere = new(Measurements.PlantFlow, "influent", "污水厂-2");

    private protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(T0));

    private protected RejectedInMemory Rejected { get; } = new();

    private protected ContractBook Book { get; } = new(new Guid("5e3f0a52-6d6c-4a3e-9f3e-0d3f8f1b7a01"));

    /// <summary>A fresh store over an empty database.</summary>
    /// <param name="time">The store's clock: changes are stamped with it.</param>
    /// <param name="host">The <c>host</c> tag of its changes.</param>
    protected abstract Task<IContractStore> CreateSut(TimeProvider time, string host);

    private protected Task<IContractStore> CreateSut() => CreateSut(Clock, Host);

    private protected async Task<StoreReceipt> Write(IContractStore sut, params string[] lines) =>
        await sut.Store.WriteAsync(Book.Next(lines), Rejected, CancellationToken.None);

    private protected static Task<IReadOnlyList<StoredPoint>> All(IContractStore sut, Series series) =>
        sut.Reader.RangeAsync(series, At(0), At(4_102_444_800_000), int.MaxValue, CancellationToken.None);

    private protected static async Task<StoredPoint> Single(IContractStore sut, Series series) =>
        Assert.Single(await All(sut, series));

    protected static DateTimeOffset At(long timeMs) => DateTimeOffset.FromUnixTimeMilliseconds(timeMs);

    private protected static Dictionary<string, string> Tag(string name, string value) => new() { [name] = value };
}
