using System.Text;
using Telemetry.Storage.Operations.Declared;

namespace Telemetry.Storage.Tests.Operations;

public sealed class FigureImportTests : IDisposable
{
    private const string File =
        "plant,meter,day,volume_m3,reason,source\n"
        + "sewage-1,influent,2009-07-01,38000.5,fouled,note 17\n"
        + "sewage-1,influent,2009-07-02,39000,\"fouled, again\",表 18\n";

    private readonly OperationsRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_takes_a_file_with_or_without_a_byte_order_mark(bool hasMark)
    {
        byte[] bytes = [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(File)];

        var receipt = await Import(bytes);

        Assert.Empty(receipt.Errors);
        Assert.Equal([38000.5, 39000], receipt.Added.Select(figure => ((DayCorrection)figure.Declaration).VolumeM3));
        var second = (DayCorrection)receipt.Added[1].Declaration;
        Assert.Equal(("fouled, again", "表 18"), (second.Reason, second.Source));
    }

    [Fact]
    public async Task Import_of_the_same_file_adds_nothing_and_tells_of_the_first()
    {
        await Import(Encoding.UTF8.GetBytes(File));
        await Sut.DeclareAsync(
            [Filled.Correction(new DateOnly(2009, 7, 1), 5)], OperationsRig.City, OperationsRig.Wang, "better",
            default);
        _rig.Clock.Advance(TimeSpan.FromDays(1));

        var again = await Import(Encoding.UTF8.GetBytes(File));

        Assert.Empty(again.Errors);
        Assert.Empty(again.Added);
        Assert.Equal(("july.csv", 2, 2), (again.Earlier!.FileName, again.Earlier.Rows, again.Earlier.Added));
        Assert.Equal(3, (await Sut.HistoryAsync(null, null, null, 10, default)).Count);
        Assert.Equal(3, (await _rig.Store.Ledger.ReadAsync(new(), default)).Rows.Count);
        Assert.Equal(again.Earlier, Assert.Single(await Sut.ImportsAsync(10, default)));
    }

    [Fact]
    public async Task Import_of_a_file_with_one_row_more_adds_one()
    {
        await Import(Encoding.UTF8.GetBytes(File));

        var more = await Import(Encoding.UTF8.GetBytes(File + "sewage-1,influent,2009-07-03,1,r,s\n"));

        Assert.Equal((1, 2), (more.Added.Count, more.Unchanged));
    }

    [Fact]
    public async Task Import_takes_columns_in_any_order_and_skips_empty_rows()
    {
        var receipt = await Import(Encoding.UTF8.GetBytes(
            "source, day ,meter,plant,reason,volume_m3\r\n\r\ns,2009-07-01,influent,sewage-1,r,1\r\n\r\n"
            + "s,2009-07-02,influent,sewage-1,r,x\r\n"));

        // The empty rows count, as a spreadsheet shows them.
        Assert.Equal((5, "volume_m3"), (Assert.Single(receipt.Errors).Row, receipt.Errors[0].Column));
    }

    [Fact]
    public async Task Import_of_another_encoding_says_how_to_save_it()
    {
        // "表" in GBK.
        byte[] bytes = [.. Encoding.UTF8.GetBytes(File), 0xB1, 0xED];

        var receipt = await Import(bytes);

        Assert.Contains("not UTF-8", Assert.Single(receipt.Errors).Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("plant,meter,day,volume_m3,reason,source\n", "there is no figure in it")]
    [InlineData("plant,meter,day,volume_m3,reason,source,plant\nx\n", "is there twice")]
    [InlineData("plant;meter;day\nx\n", "is no column of it")]
    [InlineData("plant,meter,day,volume_m3,reason,source\n\"sewage-1,influent,2009-07-01,1,r,s\n", "")]
    public async Task Import_of_what_is_no_such_file_says_so(string text, string words)
    {
        var receipt = await Import(Encoding.UTF8.GetBytes(text));

        Assert.Contains(words, receipt.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(await Sut.HistoryAsync(null, null, null, 10, default));
    }

    [Fact]
    public async Task A_file_that_was_refused_may_be_imported_once_it_is_right()
    {
        var wrong = await Import(Encoding.UTF8.GetBytes(File.Replace("39000", "x", StringComparison.Ordinal)));

        var right = await Import(Encoding.UTF8.GetBytes(File));

        Assert.Single(wrong.Errors);
        Assert.Null(right.Earlier);
        Assert.Equal(2, right.Added.Count);
    }

    private IDeclaredFigures Sut => _rig.Store.Declared;

    private Task<DeclareReceipt> Import(byte[] bytes) => Sut.ImportAsync(
        FigureKind.DayCorrection, bytes, "/somewhere/july.csv", OperationsRig.City, OperationsRig.Wang, "import",
        default);
}
