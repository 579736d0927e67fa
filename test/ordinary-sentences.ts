/** What procuring entities write every day in answers, reasons and replies: nobody's secret. The check of trade secrets may stop none of it. */
const chinese = `
贵公司投标报价高于中标人，价格得分较低。
贵公司技术方案的响应程度低于中标人，技术得分为二十六点五分。
中标人提供的售后服务方案更为完整，响应时间更短。
贵公司未提供招标文件要求的检测报告，该项不得分。
贵公司投标文件未按要求签字盖章，资格审查未通过。
中标人综合得分排名第一，贵公司排名第三。
评标委员会认为贵公司的实施方案缺少进度安排。
中标人承诺的质保期为五年，优于招标文件要求的三年。
贵公司所投产品的主要技术参数满足要求，但加分项较少。
本次采购采用综合评分法，价格权重为百分之三十。
贵公司报价为98.6万元，超过最高限价。
投标截止时间后送达的投标文件不予接收。
中标人的类似项目业绩有8项，贵公司有3项。
贵公司的营业执照经营范围与本项目要求不符。
评审过程符合政府采购法及其实施条例的规定。
如对答复不满意，可以在答复期满后十五个工作日内向财政部门投诉。
中标人提供了设备原厂授权书和三年质保承诺。
贵公司的培训方案未说明培训人数和课时。
项目预算为人民币贰佰万元，最高限价为195万元。
交货期为合同签订之日起60日内。
付款方式为验收合格后三十日内支付合同价款的百分之九十五。
履约保证金为合同金额的百分之五。
投标人须具有有效的ISO 9001质量管理体系认证证书。
产品须符合GB/T 19001-2016标准。
投标人应提供近三年经审计的财务报告。
中标人所投设备的图像分辨率更高，噪声更低。
贵公司所投设备的重量超过安装现场的承重要求。
贵公司未对第四章第2.3条作出响应。
两家供应商的法定代表人为同一人，投标无效。
中标公告期限为一个工作日。
贵公司拟派项目经理的资格证书已于2025年12月31日到期。
中标人拟派项目负责人具有高级工程师职称。
贵公司的服务团队人数少于招标文件要求的10人。
评分细则已在招标文件第五章公布。
采购人已组织专家对质疑事项进行核查。
经核查，质疑事项一不成立。
经核查，质疑事项二部分成立，但不影响中标结果。
招标文件对注册资本没有要求，不存在歧视性条款。
技术参数系根据实际使用需求设定，至少有三家供应商满足。
评标委员会由五人组成，其中专家四人、采购人代表一人。
中标人的价格得分为三十八分，技术得分为五十二分。
贵公司的报价构成未列明安装调试费用。
中标供应商属于小型企业，价格扣除比例为百分之十。
本项目不接受联合体投标。
允许将非主体部分分包给中小企业，比例不超过30%。
合同自双方签字盖章之日起生效。
验收由采购人组织，供应商派员参加。
第一批货物共120套，已于2026年3月15日到货。
抽检样品20件，全部合格。
货物外包装完好，数量与送货单一致。
设备连续运行72小时无故障。
验收结论：合格，同意付款。
发现两处外壳划痕，供应商承诺七日内更换。
软件部分尚有三项功能未完成，待整改后复验。
因采购人机房改造，交货地点变更为二号楼三层。
因防汛需要，交货期顺延10日。
增加采购同型号设备2台，金额不超过原合同的百分之十。
供应商名称变更为上海某某科技有限公司，权利义务不变。
变更不涉及标的质量和价格。
采购活动因符合条件的供应商不足三家而废标。
重新招标的时间另行公告。
澄清内容与招标文件具有同等法律效力。
答疑：投标文件可以采用电子签章。
答疑：现场踏勘时间为4月8日上午9时30分。
答疑：样品应在投标截止时间前送达。
答疑：报价应包含运输、保险、安装和税费。
答疑：允许提供等同或优于参考品牌的产品。
贵公司的环境管理方案较为简略。
中标人提出的节能措施更具体。
中标人的应急预案覆盖了停电、断网和自然灾害等情形。
贵公司对数据安全的承诺未包含备份频率。
贵公司信息安全管理体系认证的范围不含运维服务。
中标人的演示环节得分为九分，贵公司为七分。
贵公司样品的色差超过标准样。
贵公司提交的业绩合同未附验收证明。
贵公司的社保缴纳证明缺少两个月。
资格预审申请文件未附完税证明，不予通过。
因入围数量限于六家，贵公司按得分排名第七，未被邀请。
贵公司资格预审得分为七十一分，入围最低分为七十五分。
供应商在经营活动中没有重大违法记录的声明未签字。
采购人依法对中标结果进行公告。
感谢贵公司参与本次政府采购活动。
欢迎贵公司继续参与我单位的采购项目。
中标人在售后网点数量上具有优势，本市设有5个网点。
贵公司的备品备件清单不完整。
中标人采用模块化设计，便于维护和扩展。
贵公司提供的说明书没有中文版本。
中标人的施工组织设计更合理，工期缩短15天。
贵公司的安全文明施工方案未涉及夜间施工。
工程质量须达到合格标准，主体结构保修期为设计使用年限。
监理单位已签认工程量清单。
进度款按月支付，支付比例为已完工程量的80%。
竣工验收由建设单位组织，勘察、设计、施工、监理单位参加。
中标人的碳排放核算报告由第三方机构出具。
贵公司未说明产品的能效等级。
中标人产品的能效等级为一级。
采购标的存在国际标准的，可以采用国际标准。
本项目采用单一来源方式，理由已经公示。
协商价格不高于市场平均水平。
采购代理机构受采购人委托组织本次采购。
采购人对供应商的商业秘密负有保密义务。
投标保证金将在中标通知书发出后5个工作日内退还。
合同公告在签订之日起两个工作日内发布。
采购文件自采购结束之日起至少保存十五年。
`;
const english = `
Your price was higher than that of the winner, so the price score was lower.
Your technical proposal scored 26.5 points out of 40.
The winner offered a more complete service plan and a shorter response time.
You did not submit the test report that the tender documents ask for.
The bid was not signed and failed the formal examination.
The winner ranked first and your company ranked third.
The panel found that your work plan had no schedule.
The winner offers a warranty of five years instead of three.
Your product meets the main technical parameters but earns few extra points.
The weight of the price is thirty percent.
Your price of CNY 986,000 exceeds the ceiling.
Bids received after the deadline are not accepted.
The winner showed eight similar projects and you showed three.
The scope of your business licence does not match the requirements.
The evaluation followed the law and its implementing regulations.
If you are not satisfied with the reply you may complain within fifteen working days.
The winner provided a letter of authorisation from the manufacturer.
Your training plan does not say how many people are trained.
The budget is two million yuan and the ceiling is CNY 1,950,000.
Delivery is due within 60 days after the contract is signed.
Payment is made within thirty days after acceptance.
The performance security is five percent of the contract price.
Bidders must hold a valid ISO 9001 certificate.
The product must comply with GB/T 19001-2016.
Bidders provide audited financial statements of the last three years.
The images of the winner's device have a higher resolution and less noise.
Your device is heavier than the floor can carry.
You did not respond to clause 2.3 of chapter four.
The two suppliers have the same legal representative and their bids are invalid.
The result is published for one working day.
The certificate of your project manager expired on 31 December 2025.
The winner's project leader is a senior engineer.
Your team has fewer than the ten people asked for.
The criteria were published in chapter five of the tender documents.
The procuring entity had the matter examined by experts.
The first matter of the challenge is not founded.
The second matter is partly founded but does not change the result.
No registered capital is required and no supplier is discriminated against.
The parameters follow from the actual need and at least three suppliers meet them.
The panel consists of five members, four of them experts.
The winner received 38 points for the price and 52 for quality.
Your price does not list the cost of installation.
The winner is a small enterprise and its price was deducted by ten percent.
Consortia are not admitted in this procurement.
Up to 30 % may be subcontracted to small and medium-sized enterprises.
The contract takes effect when both parties have signed it.
The procuring entity organises the acceptance and the supplier takes part.
The first batch of 120 sets arrived on 15 March 2026.
Twenty samples were tested and all of them passed.
The packaging was intact and the quantity matched the delivery note.
The equipment ran for 72 hours without failure.
Conclusion: accepted, payment may be made.
Two scratches were found and the supplier will replace the covers within seven days.
Three functions of the software are not finished and will be checked again.
Because the machine room is rebuilt, the place of delivery is moved to building two.
Because of the flood season the delivery is postponed by ten days.
Two more devices of the same model are bought for no more than a tenth of the contract.
The supplier has changed its name; rights and duties stay the same.
The change touches neither the quality nor the price.
The procurement failed because fewer than three suppliers qualified.
The date of the new tender will be announced.
Clarifications have the same effect as the tender documents.
Answer: bids may carry an electronic seal.
Answer: the site visit takes place on 8 April at 9:30.
Answer: samples must arrive before the deadline.
Answer: the price includes transport, insurance, installation and taxes.
Answer: products equal to or better than the reference are allowed.
Your plan for environmental protection is rather short.
The winner's measures to save energy are more specific.
The winner's emergency plan covers power cuts, network failures and natural disasters.
Your promise on data security does not say how often backups are made.
Your certificate of information security does not cover maintenance.
The winner received nine points for the demonstration and you received seven.
The colour of your sample differs from the standard sample.
The contracts you listed come without proof of acceptance.
The proof of social insurance lacks two months.
The application lacked the tax certificate and was not qualified.
Six suppliers are invited and you ranked seventh.
Your application received 71 points; the last one invited received 75.
The declaration on serious violations was not signed.
The result has been announced as the law requires.
Thank you for taking part in this procurement.
We look forward to your next bid.
The winner has five service points in this city.
Your list of spare parts is incomplete.
The winner's modular design is easy to maintain and to extend.
Your manual is not available in Chinese.
The winner's construction plan is sound and saves fifteen days.
Your safety plan does not speak of work at night.
The works must meet the standard and the structure is guaranteed for its design life.
The supervisor has confirmed the bill of quantities.
Progress payments are made monthly at 80 % of the work done.
The owner organises the final acceptance with the designer, the contractor and the supervisor.
The winner's report on emissions was issued by a third party.
You did not state the energy class of the product.
The winner's product is of energy class one.
International standards may be used where they exist.
This is a single source procurement and its ground was announced.
The negotiated price is not above the market.
The agency acts on behalf of the procuring entity.
The procuring entity keeps the trade secrets of suppliers.
The tender security is returned within five working days of the award notice.
The contract is published within two working days of its signing.
The record is kept for at least fifteen years from the end of the procurement.
`;

export const ordinarySentences: readonly string[] = `${chinese}${english}`.split('\n').filter((one) => one !== '');
