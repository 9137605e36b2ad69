using System.Runtime.CompilerServices;
using Telemetry.Domain.Readings;

namespace Telemetry.Protocols.Tests.Native;

/// <summary>The examples that integrators read, in docs/wire.md, are true.</summary>
public class WirePageTests
{
    static string[] ReadPage([CallerFilePath] string here = "") =>
        File.ReadAllLines(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/wire.md"));

    /// <summary>The lines within the fenced blocks of one kind.</summary>
    static List<string[]> Blocks(string kind)
    {
        var blocks = new List<string[]>();
        List<string>? block = null;
        foreach (var line in ReadPage())
        {
            if (block is not null && line == "```")
            {
                blocks.Add([.. block]);
                block = null;
            }
            else if (line == "```" + kind)
            {
                block = [];
            }
            else
            {
                block?.Add(line);
            }
        }
        return blocks;
    }

    [Fact]
    public void Examples_are_accepted_without_a_flag_or_an_ignored_key()
    {
        var blocks = Blocks("mqtt");
        Assert.Equal(6, blocks.Count);
        foreach (var block in blocks)
        {
            foreach (var payload in block[1..])
            {
                var sut = new Sut();
                var sink = sut.Decode(block[0], payload);

                Assert.Empty(sink.Rejected);
                Assert.NotEmpty(sink.Accepted);
                Assert.All(sink.Accepted, reading => Assert.Equal(ReadingFlags.None, reading.Flags));
                Assert.Equal(0, sut.Protocol.IgnoredKeys);
            }
        }
    }

    [Fact]
    public void Rejected_examples_have_the_reason_and_the_detail_shown()
    {
        var blocks = Blocks("rejected");
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            for (var i = 1; i < block.Length; i += 2)
            {
                var rejected = new Sut().Reject(block[0], block[i]);

                var shown = block[i + 1].Split(": ", 2);
                Assert.Equal(shown[0], rejected.Reason.Name());
                Assert.Contains(shown[1], rejected.Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_reason_and_every_flag_is_explained()
    {
        var page = string.Join('\n', ReadPage());

        Assert.All(RejectReasons.All, reason => Assert.Contains($"`{reason}`", page, StringComparison.Ordinal));
        foreach (var flag in Enum.GetValues<ReadingFlags>().Where(flag => flag != ReadingFlags.None))
        {
            var bit = System.Numerics.BitOperations.Log2((uint)flag);
            Assert.Contains($"| {bit} | {(int)flag} | ", page, StringComparison.Ordinal);
        }
    }
}
