using System.Globalization;
using System.Text;

namespace Telemetry.Storage.DeadLetters;

/// <summary>
/// Which objects of a payload a joint letter speaks for: their numbers in it, from 0, in rising order. Kept and written
/// as runs (<c>20-131071,131080</c>), since a payload that is wrong is mostly wrong throughout.
/// </summary>
public sealed class ObjectNumbers
{
    private readonly List<(int First, int Last)> _runs = [];

    public int Count { get; private set; }

    /// <summary>Takes a number above all that were taken before.</summary>
    public void Add(int number)
    {
        if (_runs is [.., var last] && number <= last.Last)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"not above {last.Last}");
        if (_runs is [.., var end] && number == end.Last + 1) _runs[^1] = (end.First, number);
        else _runs.Add((number, number));
        Count++;
    }

    public bool Contains(int number)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (number < _runs[middle].First) high = middle - 1;
            else if (number > _runs[middle].Last) low = middle + 1;
            else return true;
        }
        return false;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _runs)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }
        return text.ToString();
    }

    /// <summary>Null where the text is none that <see cref="ToString"/> writes.</summary>
    public static ObjectNumbers? Parse(string text)
    {
        var numbers = new ObjectNumbers();
        foreach (var run in text.Split(','))
        {
            var ends = run.Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first)
                || !TryNumber(ends[^1], out var last)) return null;
            if (last < first || (numbers._runs is [.., var before] && first <= before.Last)) return null;
            numbers._runs.Add((first, last));
            numbers.Count += last - first + 1;
        }
        return numbers;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
