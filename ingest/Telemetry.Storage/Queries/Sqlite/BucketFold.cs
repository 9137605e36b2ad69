namespace Telemetry.Storage.Queries.Sqlite;

/// <summary>Folds values that come in order of time into buckets.</summary>
internal sealed class BucketFold
{
    private readonly List<Bucket> _buckets = [];
    private long _startMs;
    private double _min;
    private double _max;
    private double _sum;
    private double _last;
    private long _count;

    public void Add(long startMs, double value)
    {
        if (_count == 0 || startMs != _startMs)
        {
            Cut();
            _startMs = startMs;
            _min = _max = value;
        }
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        _sum += value;
        _last = value;
        _count++;
    }

    public IReadOnlyList<Bucket> Close()
    {
        Cut();
        return _buckets;
    }

    private void Cut()
    {
        if (_count == 0) return;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(_startMs);
        _buckets.Add(new Bucket(start, _min, _sum / _count, _max, _last, _count));
        _sum = 0;
        _count = 0;
    }
}
