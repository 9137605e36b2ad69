namespace Telemetry.Storage.Derived;

/// <summary>Counts what a store was asked, from any thread.</summary>
internal sealed class TrafficCount
{
    private long _questions;
    private long _roundTrips;
    private long _rowsRead;
    private long _rowsWritten;

    public StoreTraffic Now => new(
        Interlocked.Read(ref _questions), Interlocked.Read(ref _roundTrips), Interlocked.Read(ref _rowsRead),
        Interlocked.Read(ref _rowsWritten));

    public void Asked(int questions)
    {
        Interlocked.Add(ref _questions, questions);
        Interlocked.Increment(ref _roundTrips);
    }

    public void Read(int rows) => Interlocked.Add(ref _rowsRead, rows);

    public void Wrote(int rows) => Interlocked.Add(ref _rowsWritten, rows);
}
